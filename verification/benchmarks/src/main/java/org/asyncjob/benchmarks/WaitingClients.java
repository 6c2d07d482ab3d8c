package org.asyncjob.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Many clients, each on a connection of its own, that wait for the end of a job each. All of them
 * are one thread and a few hundred bytes apiece. For one thread.
 */
final class WaitingClients implements AutoCloseable {

  private static final String CANCELED = "\"status\":\"Canceled\"";

  private final WaitingKind kind;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
  private int ended;

  WaitingClients(WaitingKind kind) throws IOException {
    this.kind = kind;
    selector = Selector.open();
  }

  /** Adds one, who waits from now on. */
  void add(URI process) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(process.getHost(), process.getPort()));
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n"
            .formatted(process.getRawPath(), process.getRawAuthority(), kind.field());
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new ByteArrayOutputStream(0));
  }

  /** How many have been told of the end of their job. */
  int ended() {
    return ended;
  }

  /**
   * Reads until so many have been told of the end of their job.
   *
   * @throws IOException if they have not after this time, or one was told anything else
   */
  void awaitEnded(int count, Duration atMost) throws IOException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (ended < count) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new IOException(ended + " of " + count + " were told of the end after " + atMost);
      }
      selector.select(this::read, left);
    }
  }

  /**
   * Reads what has come so far.
   *
   * @throws IOException if one was answered who should still wait
   */
  void receive() throws IOException {
    int before = Integer.MIN_VALUE;
    while (before != ended) {
      before = ended;
      selector.selectNow(this::read);
    }
  }

  private void read(SelectionKey key) {
    ByteArrayOutputStream received = (ByteArrayOutputStream) key.attachment();
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      buffer.clear();
      int count = channel.read(buffer);
      received.write(buffer.array(), 0, Math.max(0, count));
      String text = received.toString(StandardCharsets.UTF_8);
      if (text.contains(CANCELED)) {
        ended++;
        key.cancel();
        channel.close();
      } else if (count < 0 || isWrong(text)) {
        throw new IllegalStateException("told before the end of the job: " + text);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a connection broke", e);
    }
  }

  /** An answer that was held is complete with its first bytes; events go on. */
  private boolean isWrong(String received) {
    boolean whole = received.contains("\"links\"");
    return !received.isEmpty()
        && (!received.startsWith("HTTP/1.1 200") || (whole && kind == WaitingKind.WAIT));
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
