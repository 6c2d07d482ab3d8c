package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve}, in a process of its own. */
@Timeout(120)
class ServeCommandTest {

  @TempDir private Path directory;

  @Test
  void itSaysWhereItListensServesAndEndsWhenTold() throws Exception {
    Path clip = Media.clip(directory.resolve("clip.mp4"), 2);
    try (CommandProcess serve =
        CommandProcess.start(
            directory, "serve", "--port", 0, "--data-dir", directory.resolve("data"))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> serve.out().endsWith("\n"));
      String url = serve.out().strip();
      assertThat(url).matches("http://127\\.0\\.0\\.1:[1-9]\\d*/");

      CommandRun run = CommandRun.of("convert", "--server", url, clip);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(Files.size(directory.resolve("clip.mp3"))).isPositive();

      serve.signal("TERM");

      assertThat(serve.exitCode()).isEqualTo(143);
      assertThat(serve.out()).isEqualTo(url + "\n");
      assertThat(serve.err()).doesNotContain("Interrupted").doesNotContain("Exception");
    }
  }

  @Test
  void aPortThatCannotBeHadIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.of(
              "serve", "--port", taken.getLocalPort(), "--data-dir", directory.resolve("data"));

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("port " + taken.getLocalPort());
    }
  }
}
