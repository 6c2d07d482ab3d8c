package org.asyncjob.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, as two nodes that share a directory. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SharedDirectoryTest {

  @TempDir private Path directory;
  private FileBlobStore store;
  private Process other;
  private Writer orders;
  private BufferedReader answers;

  @BeforeEach
  void startBoth() throws Exception {
    store = new FileBlobStore(directory);
    other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherNode.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders = other.outputWriter(StandardCharsets.UTF_8);
    answers = other.inputReader(StandardCharsets.UTF_8);
    assertThat(answers.readLine()).isEqualTo("ready");
  }

  @AfterEach
  void endTheOther() throws Exception {
    other.destroyForcibly().waitFor();
  }

  private String ask(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    return answers.readLine();
  }

  private static Blob blob(String told) {
    String[] words = told.split(" ", -1);
    return new Blob(words[0], Long.parseLong(words[1]), words[2], "clip.mp3", "audio/mpeg");
  }

  private static String told(Blob blob) {
    return blob.key() + " " + blob.size() + " " + blob.sha256();
  }

  private Blob stored(int size) throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[size]);
      return writer.commit();
    }
  }

  @Test
  void whatOneHasStoredTheOtherReadsAndDeletes() throws Exception {
    Blob mine = stored(1000);
    assertThat(ask("read " + told(mine))).isEqualTo("1000");

    Blob theirs = blob(ask("store 2000"));
    try (InputStream in = store.open(theirs, 500)) {
      assertThat(in.readAllBytes()).hasSize(1500);
    }

    store.delete(theirs);
    assertThat(ask("read " + told(theirs))).isEqualTo("java.nio.file.NoSuchFileException");
    assertThat(ask("delete " + told(mine))).isEqualTo("deleted");
    assertThat(store.file(mine)).isEmpty();
  }

  @Test
  void whatTheOtherIsWritingIsNotSwept() throws Exception {
    assertThat(ask("begin 100000")).isEqualTo("begun");

    assertThat(store.sweep(Instant.MAX, keys -> Set.of())).isZero();

    Blob theirs = blob(ask("commit"));
    try (InputStream in = store.open(theirs, 0)) {
      assertThat(in.readAllBytes()).hasSize(100_000);
    }
  }

  @Test
  void whatTheOtherWasWritingWhenItDiedIsSweptByThisOne() throws Exception {
    assertThat(ask("begin 100000")).isEqualTo("begun");
    assertThat(incoming()).isEqualTo(1);
    other.destroyForcibly().waitFor();

    store.sweep(Instant.EPOCH, keys -> keys);

    assertThat(incoming()).isZero();
    assertThat(stored(10).size()).isEqualTo(10);
  }

  @Test
  void bothSweepAtOnceAndEachBlobIsCountedOnce() throws Exception {
    for (int number = 0; number < 200; number++) {
      stored(1);
    }
    Blob wanted = stored(1);

    orders.write("sweep " + wanted.key() + "\n");
    orders.flush();
    int mine = store.sweep(inAnHour(), keys -> Set.of(wanted.key()));
    int theirs = Integer.parseInt(answers.readLine());

    assertThat(mine + theirs).isEqualTo(200);
    assertThat(store.file(wanted)).isPresent();
  }

  @Test
  void whatTheOtherDeletedMakesRoomInTheQuotaOfThisOne() throws Exception {
    FileBlobStore limited = FileBlobStore.builder(directory).quota(1000).build();
    Blob blob = blob(ask("store 1000"));
    limited.sweep(Instant.EPOCH, keys -> keys);
    assertThat(ask("delete " + told(blob))).isEqualTo("deleted");
    limited.sweep(Instant.EPOCH, keys -> keys);

    try (BlobWriter writer = limited.create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[1000]);
      assertThat(writer.commit().size()).isEqualTo(1000);
    }
  }

  private static Instant inAnHour() {
    return InstantSource.system().instant().plusSeconds(3600);
  }

  private long incoming() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("incoming"))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .count();
    }
  }
}
