package org.asyncjob.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What people see while they wait. */
class TerminalTest {

  private static List<String> halfAJob() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dfile.encoding=UTF-8",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        HalfAJob.class.getName());
  }

  private static String output(ProcessBuilder builder) throws Exception {
    builder.environment().put("TERM", "xterm");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void aTerminalGetsABarWithThePhaseAndTheTimeLeft() throws Exception {
    String command = String.join(" ", halfAJob());

    String seen = output(new ProcessBuilder("script", "-qec", command, "/dev/null"));

    assertThat(seen)
        .containsPattern(
            "\\rclip\\.mp4  50% .*\\| transcoding \\(\\d:\\d\\d:\\d\\d / 1 min 15 s left\\)");
  }

  @Test
  void anythingElseGetsPlainLines() throws Exception {
    String seen = output(new ProcessBuilder(halfAJob()));

    assertThat(seen)
        .isEqualTo("clip.mp4: transcoding 50 %, 1 min 15 s left" + System.lineSeparator());
  }

  @Test
  void linesComeAtAChangeOfPhaseEachTenPercentAndEachTenSeconds() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    LineView view =
        new LineView("a", new PrintStream(bytes, true, StandardCharsets.UTF_8), now::get);

    view.show(0, "queued");
    view.show(1, "transcoding");
    view.show(11, "transcoding");
    now.updateAndGet(instant -> instant.plusSeconds(1));
    view.show(12, "transcoding");
    now.updateAndGet(instant -> instant.plusSeconds(1));
    view.show(13, "transcoding");
    now.updateAndGet(instant -> instant.plusSeconds(8));
    view.show(14, "transcoding");
    now.updateAndGet(instant -> instant.plusSeconds(1));
    view.show(15, "transcoding");
    view.show(99, "finishing", Duration.ofMillis(1));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "a: queued 0 %",
            "a: transcoding 1 %",
            "a: transcoding 12 %",
            "a: transcoding 15 %",
            "a: finishing 99 %, 1 s left");
  }

  @Test
  void spansOfTimeAreRoundedUpAndReadable() {
    assertThat(Durations.forPeople(Duration.ZERO)).isEqualTo("1 s");
    assertThat(Durations.forPeople(Duration.ofMillis(1001))).isEqualTo("2 s");
    assertThat(Durations.forPeople(Duration.ofSeconds(60))).isEqualTo("1 min");
    assertThat(Durations.forPeople(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
    assertThat(Durations.forPeople(Duration.ofMinutes(62))).isEqualTo("1 h 2 min");
  }
}
