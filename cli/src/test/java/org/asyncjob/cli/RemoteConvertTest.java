package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Converting through servers that do odd things: always a sentence, never a part of a file. */
@Timeout(60)
class RemoteConvertTest {

  @TempDir private Path directory;

  private OddServer server;
  private Path input;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    input = Files.writeString(directory.resolve("clip.mp4"), "bytes");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandRun convert() {
    return CommandRun.of("convert", "-q", "--patience", 3, "--server", server.uri("/"), input);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theResultIsFetchedFromWhereTheServerSays() throws Exception {
    server.accepts().runs().succeeds().answers(200, "mp3");

    CommandRun run = convert();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(directory.resolve("clip.mp3")).hasContent("mp3");
    assertThat(names()).containsExactly("clip.mp3", "clip.mp4");
  }

  @Test
  void aResultOnThisMachinesDiskIsNotFollowed() throws Exception {
    server.accepts().answers(303, "", "Location", "file:///etc/passwd");

    CommandRun run = convert();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("only http and https addresses are followed");
    assertThat(names()).containsExactly("clip.mp4");
  }

  @Test
  void aDownloadThatNeverCompletesLeavesNothing() throws Exception {
    server.accepts().succeeds();
    for (int i = 0; i < 20; i++) {
      server.hangsUpInTheMiddleOf("mp3".repeat(10_000));
    }

    CommandRun run = convert();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("the connection broke");
    assertThat(names()).containsExactly("clip.mp4");
  }

  @Test
  void aJobThatSomebodyElseCancelsIsToldApartFromOneThatFails() throws Exception {
    server.accepts().answers(200, "{\"status\":\"Canceled\"}");
    assertThat(convert().exitCode()).isEqualTo(5);

    server.accepts().answers(200, "{\"status\":\"Failed\",\"error\":\"No audio track\"}");
    CommandRun failed = convert();
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).isEqualToIgnoringNewLines("mp4tomp3: clip.mp4: No audio track.");
    assertThat(names()).containsExactly("clip.mp4");
  }

  @Test
  void aServerThatIsBusyForTooLongIsGivenUp() throws Exception {
    server.answers(503, "{\"detail\":\"The queue is full\"}", "Retry-After", "60");

    CommandRun run = convert();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("The queue is full. Try again in 60 s.");
    assertThat(names()).containsExactly("clip.mp4");
  }

  @Test
  void garbageIsCalledThat() {
    server.accepts().answers(200, "<html>");

    CommandRun run = convert();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("is no status document");
  }

  @Test
  void aServerThatIsNotThereEndsTheCommandAtOnce() {
    Path other = directory.resolve("other.mp4");
    server.close();

    CommandRun run =
        CommandRun.of("convert", "--json", "--server", server.uri("/"), input, input, other);

    assertThat(run.exitCode()).isEqualTo(2);
    CommandRun single = CommandRun.of("convert", "--json", "--server", server.uri("/"), input);
    assertThat(single.exitCode()).isEqualTo(3);
    assertThat(single.out()).contains("\"exit_code\":3").contains("connection refused");
  }

  @Test
  void anAddressHasToBeOne() {
    assertThat(CommandRun.of("status", "--server", "localhost:8080", "1").err())
        .contains("\"localhost:8080\" is no address of a server");
    assertThat(CommandRun.of("status", "ftp://example.org/1").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("status", "--server=", "1").err())
        .contains("say on which server with --server URL");
  }
}
