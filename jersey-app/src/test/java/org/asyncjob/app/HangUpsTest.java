package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of clients that hang up, and of everything else. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangUpsTest {

  private final HangUps filter = new HangUps();

  @Test
  void thatAClientHasHungUpIsNotLogged() throws Exception {
    IOException failure = writingToWhoeverHasHungUp();

    assertThat(filter.isLoggable(record(failure))).isFalse();
    assertThat(filter.isLoggable(record(new UncheckedIOException(failure)))).isFalse();
  }

  @Test
  void thatADiskFailsIsLogged(@TempDir Path directory) throws Exception {
    IOException failure = readingADirectory(directory);

    assertThat(filter.isLoggable(record(failure))).isTrue();
    assertThat(filter.isLoggable(record(new UncheckedIOException(failure)))).isTrue();
  }

  @Test
  void whatIsNoFailureOrAnotherOneIsLogged() {
    assertThat(filter.isLoggable(new LogRecord(Level.INFO, "started"))).isTrue();
    assertThat(filter.isLoggable(record(new IllegalStateException()))).isTrue();
  }

  private static LogRecord record(Throwable failure) {
    LogRecord record = new LogRecord(Level.SEVERE, "an answer failed");
    record.setThrown(failure);
    return record;
  }

  private static IOException writingToWhoeverHasHungUp() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel left = leftBehind(server)) {
        while (true) {
          left.write(ByteBuffer.allocate(1 << 16));
        }
      } catch (IOException e) {
        return e;
      }
    }
  }

  private static SocketChannel leftBehind(ServerSocketChannel server) throws IOException {
    try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      return server.accept();
    }
  }

  private static IOException readingADirectory(Path directory) throws Exception {
    try (SeekableByteChannel channel = Files.newByteChannel(directory)) {
      channel.read(ByteBuffer.allocate(1));
      throw new AssertionError("a directory can be read");
    } catch (IOException e) {
      return e;
    }
  }
}
