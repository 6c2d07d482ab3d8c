package org.asyncjob.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs are allowed that read a stranger's file; a shell stands for ffmpeg. */
class LaunchTest {

  private static final ProcessLimits LIMITS = new ProcessLimits(Duration.ofMillis(6500), 300 << 20);

  @TempDir Path directory;

  @Test
  void onLinuxEveryRestraintWorks() throws Exception {
    assertThat(possible()).containsExactlyInAnyOrder(Restraint.values());
    assertThat(Launch.FREE.possible(possible()).description())
        .isEqualTo(
            "ffmpeg is restrained: processor time is limited, memory is limited, no files can be"
                + " written, it has a session of its own, it ends with this process, even if that"
                + " is killed");
  }

  @Test
  void theLimitsAreThoseOfTheProcess() throws Exception {
    String said = shell("ulimit -S -t; ulimit -H -t; ulimit -d; ulimit -c; ulimit -f");

    assertThat(said.lines())
        .as("seconds, 5 more until it is killed, KiB, no core dump, no file")
        .containsExactly("7", "12", String.valueOf(300 << 10), "0", "0");
  }

  @Test
  void whatTurnsForEverIsEnded() throws Exception {
    Launch launch = restrained(new ProcessLimits(Duration.ofSeconds(1), 300 << 20));

    Process process =
        launch.process(Map.of(), List.of("/bin/sh", "-c", "while :; do :; done")).start();

    assertThat(process.waitFor()).isNotZero();
  }

  @Test
  void noFileCanBeWritten() throws Exception {
    Path file = directory.resolve("file");

    shell("echo something > '" + file + "'; echo $?");

    assertThat(file).isEmptyFile();
  }

  @Test
  void theProcessLeadsASessionOfItsOwn() throws Exception {
    String[] status = shell("echo $$; cat /proc/$$/stat").split("\\s+", -1);

    assertThat(status[6]).as("its session").isEqualTo(status[0]);
    assertThat(status[5]).as("its group").isEqualTo(status[0]);
  }

  @Test
  void noArgumentOrVariableIsReadAsACommand() throws Exception {
    String nasty = "$(touch canary) `touch canary` '; touch canary; \" \n && touch canary";
    ProcessBuilder builder =
        restrained(LIMITS)
            .process(
                Map.of("NASTY", nasty), List.of("/bin/sh", "-c", "echo \"$1$NASTY\"", "sh", nasty));

    assertThat(output(builder)).isEqualTo(nasty + nasty + "\n");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aStricterLimitOfTheSystemStays() throws Exception {
    ProcessBuilder inner =
        restrained(LIMITS).process(Map.of(), List.of("/bin/sh", "-c", "ulimit -d; echo done"));
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -d 200000; exec \"$@\"", "sh"));
    command.addAll(inner.command());

    assertThat(output(new ProcessBuilder(command)).lines()).containsExactly("200000", "done");
  }

  @Test
  void withoutAShellProgramsAreStartedAsTheyAreAndOperatorsAreTold() throws Exception {
    Set<Restraint> possible = new RestraintProbe("/nowhere/sh").probe();
    Launch launch = Launch.FREE.possible(possible).within(LIMITS);

    assertThat(possible).isEmpty();
    assertThat(launch.process(Map.of("A", "b"), List.of("ffmpeg", "-version")).command())
        .containsExactly("ffmpeg", "-version");
    assertThat(launch.description()).contains("cannot be restrained").contains("trusted");
  }

  @Test
  void whatIsMissingIsNamed() {
    Launch launch = Launch.FREE.possible(EnumSet.complementOf(EnumSet.of(Restraint.DIES_WITH_US)));

    assertThat(launch.description())
        .contains("only in part")
        .endsWith("util-linux has it): it ends with this process, even if that is killed");
  }

  @Test
  void programsOfOursAloneHaveNoLimits() throws Exception {
    Launch launch = Launch.FREE.possible(possible());

    assertThat(launch.process(Map.of(), List.of("ffmpeg")).command()).containsExactly("ffmpeg");
  }

  @Test
  void limitsOfNothingAreRefused() {
    assertThatThrownBy(() -> new ProcessLimits(Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProcessLimits(Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<Restraint> possible() throws InterruptedException {
    return new RestraintProbe(RestraintProbe.SHELL).probe();
  }

  private static Launch restrained(ProcessLimits limits) throws InterruptedException {
    return Launch.FREE.possible(possible()).within(limits);
  }

  private String shell(String script) throws Exception {
    return output(restrained(LIMITS).process(Map.of(), List.of("/bin/sh", "-c", script)));
  }

  private String output(ProcessBuilder builder) throws IOException {
    Files.createDirectories(directory);
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
