package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process: what it prints, how it is configured, how it ends. */
class ServerProcessTest {

  @TempDir Path data;
  @TempDir Path directory;

  @Test
  void standardOutputIsOneLineWithTheUrl() throws Exception {
    try (ServerProcess server = start("--port", "0")) {
      URI uri = server.uri();

      assertThat(new TestClient(uri).get(uri).statusCode()).isEqualTo(200);
      assertThat(server.errors()).doesNotContain("WARNING").doesNotContain("SEVERE");
      server.terminate();
      assertThat(server.restOfOutput()).isEmpty();
    }
  }

  @Test
  void aSignalToStopEndsTheConverterAndDeletesItsFiles() throws Exception {
    try (ServerProcess server = start("--port", "0", "--grace", "PT0.1S")) {
      List<ProcessHandle> converters = converting(server);

      server.terminate();

      assertThat(server.exitCode()).isEqualTo(143);
      assertThat(converters).noneMatch(ProcessHandle::isAlive);
      assertThat(data.resolve("work")).isEmptyDirectory();
    }
  }

  @Test
  void whatRunsMayFinishWithinTheGracePeriod() throws Exception {
    try (ServerProcess server = start("--port", "0", "--grace", "PT120S")) {
      TestClient client = new TestClient(server.uri());
      client.upload(Samples.repeated(directory, 20), "?quality=9&mono=true");
      server.awaitConverters();

      server.terminate();

      assertThat(server.exitCode()).isEqualTo(143);
      // The service goes when the work is done, and a client may be late; the file tells.
      assertThat(data.resolve("blobs/blobs")).isDirectoryContaining(file -> isMp3(file));
    }
  }

  @Test
  void noConverterOutlivesAKilledServer() throws Exception {
    try (ServerProcess server = start("--port", "0")) {
      List<ProcessHandle> converters = converting(server);

      server.kill();

      server.exitCode();
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(converters).noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedWithTheWayOut() throws Exception {
    try (ServerProcess first = start("--port", "0")) {
      first.uri();
      try (ServerProcess second = start("--port", "0")) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors()).contains("used by another process").contains("--data-dir");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsSaidWithTheWayOut() throws Exception {
    try (ServerProcess first = start("--port", "0")) {
      int port = first.uri().getPort();
      try (ServerProcess second =
          ServerProcess.start(
              directory,
              Map.of(),
              "--port",
              Integer.toString(port),
              "--data-dir",
              data.resolve("other").toString())) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors()).contains("port " + port).contains("--port");
      }
    }
  }

  @Test
  void aDataDirectoryThatCannotBeWrittenIsSaidWithTheWayOut() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    try (ServerProcess server =
        ServerProcess.start(directory, Map.of(), "--data-dir", file.resolve("data").toString())) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.errors()).contains("--data-dir").doesNotContain("\tat ");
    }
  }

  @Test
  void anUploadOfTheLargestSizeNeedsNoMemoryOfItsSize() throws Exception {
    Path largest = Samples.ofSize(directory, ServedApp.MOST_BYTES);
    try (ServerProcess server =
        ServerProcess.start(
            directory,
            List.of("-Xmx32m"),
            Map.of(),
            "--port",
            "0",
            "--data-dir",
            data.toString())) {
      TestClient client = new TestClient(server.uri());
      // A heap of 32 MB is nearly full with the service itself: four uploads at once fit in
      // only if none of them is held in memory.
      List<Thread> uploads =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(i -> new Thread(() -> assertAccepted(client, largest)))
              .toList();
      uploads.forEach(Thread::start);
      for (Thread upload : uploads) {
        upload.join();
      }

      assertThat(server.errors()).doesNotContain("OutOfMemoryError");
      assertThat(client.upload(Samples.silent(), "").statusCode()).isEqualTo(202);
    }
  }

  private static void assertAccepted(TestClient client, Path file) {
    try {
      assertThat(client.post("", "video/mp4", BodyPublishers.ofFile(file)).statusCode())
          .isEqualTo(202);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isMp3(Path file) {
    try {
      return Mp3Judge.problemsOf(file).isEmpty();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<ProcessHandle> converting(ServerProcess server) throws Exception {
    TestClient client = new TestClient(server.uri());
    client.upload(Samples.concert(directory), "");
    return server.awaitConverters();
  }

  private ServerProcess start(String... flags) throws IOException {
    String[] all = java.util.Arrays.copyOf(flags, flags.length + 2);
    all[flags.length] = "--data-dir";
    all[flags.length + 1] = data.toString();
    return ServerProcess.start(directory, Map.of(), all);
  }
}
