package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asyncjob.app.Mp4ToMp3Server;
import org.asyncjob.app.ServeOptions;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and SIGTERM, sent to a real process while ffmpeg is at work. */
@Timeout(180)
class InterruptionTest {

  @TempDir private Path directory;
  @TempDir private Path logs;

  private Path input;

  @BeforeEach
  void makeInput() throws Exception {
    input = Media.endless(directory.resolve("long.mov"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsTheConversionAndNothingStays(String signal, int exitCode) throws Exception {
    try (CommandProcess process = CommandProcess.start(logs, "convert", input)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> process.err().contains("transcoding") && ffmpegsOf(process) > 0);
      List<ProcessHandle> children = process.handle().descendants().toList();
      assertThat(names()).hasSize(3).last().asString().isEqualTo("long.mov");

      process.signal(signal);

      assertThat(process.exitCode()).as(process.err()).isEqualTo(exitCode);
      assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
      assertThat(names()).containsExactly("long.mov");
      assertThat(process.out()).isEmpty();
      assertThat(process.err()).contains("mp4tomp3: Interrupted.").doesNotContain("fault");
    }
  }

  private static long ffmpegsOf(CommandProcess process) {
    return Media.ffmpegsOf(process.handle());
  }

  @Test
  void aSignalCancelsTheJobOnTheServer() throws Exception {
    ServeOptions options =
        ServeOptions.parse("--port", "0", "--data-dir", logs.resolve("data").toString());
    try (Mp4ToMp3Server server = Mp4ToMp3Server.start(options);
        AsyncJobClient client = AsyncJobClient.create();
        CommandProcess process =
            CommandProcess.start(logs, "convert", "-v", "--server", server.uri(), input)) {
      Pattern accepted = Pattern.compile("accepted as (http\\S+)");
      await().atMost(Duration.ofSeconds(60)).until(() -> accepted.matcher(process.err()).find());
      Matcher matcher = accepted.matcher(process.err());
      assertThat(matcher.find()).isTrue();
      URI job = URI.create(matcher.group(1));
      await().until(() -> client.status(job).status() == RemoteStatus.RUNNING);

      process.signal("INT");

      assertThat(process.exitCode()).as(process.err()).isEqualTo(130);
      RemoteJob end = client.await(client.status(job));
      assertThat(end.status()).isEqualTo(RemoteStatus.CANCELED);
      assertThat(names()).containsExactly("long.mov");
    }
  }
}
