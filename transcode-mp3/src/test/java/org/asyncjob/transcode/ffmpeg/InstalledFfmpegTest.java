package org.asyncjob.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Directories on the PATH that hold programs named ffmpeg. The working ones start the embedded
 * ffmpeg, which stands for one that somebody installed.
 */
class InstalledFfmpegTest {
  @TempDir private static Path shared;
  private static FfmpegTools real;

  @TempDir private Path directory;
  private Path bin;
  private Path other;

  @BeforeAll
  static void aRealFfmpegIsThere() {
    real = FfmpegLocator.builder().searchPath("").cacheDirectory(shared).build().locate().tools();
  }

  @BeforeEach
  void twoDirectoriesAreOnThePath() throws IOException {
    bin = Files.createDirectory(directory.resolve("bin"));
    other = Files.createDirectory(directory.resolve("other"));
  }

  @Test
  void aWorkingOneOnThePathIsPreferredToTheEmbeddedOne() throws Exception {
    installWorking(bin);

    FfmpegChoice choice = locate();

    assertThat(choice.tools().origin()).isEqualTo(FfmpegOrigin.PATH);
    assertThat(choice.tools().ffmpeg()).isEqualTo(bin.resolve("ffmpeg"));
    assertThat(choice.tools().environment()).isEmpty();
    assertThat(unpacked()).doesNotExist();
  }

  @Test
  void brokenLinksAndDirectoriesAndPlainFilesAreNotPrograms() throws Exception {
    Files.createSymbolicLink(bin.resolve("ffmpeg"), directory.resolve("gone"));
    Path third = Files.createDirectories(directory.resolve("third/ffmpeg")).getParent();
    Path fourth = Files.createDirectory(directory.resolve("fourth"));
    Files.writeString(fourth.resolve("ffmpeg"), "not executable");
    installWorking(other);

    FfmpegChoice choice = locator(bin + ":" + third + ":" + fourth + ":" + other).build().locate();

    assertThat(choice.tools().ffmpeg()).isEqualTo(other.resolve("ffmpeg"));
  }

  @Test
  void aLinkToAnInstallationElsewhereWorks() throws Exception {
    installWorking(other);
    Files.createSymbolicLink(bin.resolve("ffmpeg"), other.resolve("ffmpeg"));

    FfmpegTools tools = locate().tools();

    assertThat(tools.ffmpeg()).isEqualTo(bin.resolve("ffmpeg"));
    assertThat(tools.ffprobe()).as("found on the PATH").isEqualTo(other.resolve("ffprobe"));
  }

  @Test
  void anOldOneIsPassedOverForANewerOneFurtherOn() throws Exception {
    script(bin, "ffmpeg", "echo 'ffmpeg version 4.4.2'; echo 'libavutil      56. 70.100'");
    script(bin, "ffprobe", "echo 'ffprobe version 4.4.2'");
    installWorking(other);

    FfmpegChoice choice = locate();

    assertThat(choice.tools().ffmpeg()).isEqualTo(other.resolve("ffmpeg"));
    assertThat(choice.reasons().get(0))
        .contains(bin.resolve("ffmpeg").toString(), "its version is 4.4.2, needed is 5 or newer");
  }

  @Test
  void oneWithoutTheMp3EncoderIsRejected() throws Exception {
    installWorking(bin);
    script(bin, "ffmpeg", realCommand("ffmpeg") + " | grep -v libmp3lame");

    assertRejected("without the MP3 encoder libmp3lame");
  }

  @Test
  void oneWithoutFfprobeIsRejected() throws Exception {
    script(bin, "ffmpeg", realCommand("ffmpeg"));

    assertRejected("there is no ffprobe beside it, nor on the PATH");
  }

  @Test
  void oneWhoseFfprobeFailsIsRejected() throws Exception {
    installWorking(bin);
    script(bin, "ffprobe", "echo cannot open shared object file >&2; exit 127");

    assertRejected("its ffprobe ended with exit code 127: cannot open shared object file");
  }

  @Test
  void oneThatHangsIsGivenUp() throws Exception {
    installWorking(bin);
    script(bin, "ffmpeg", "exec sleep 1000");

    FfmpegChoice choice =
        locator(bin.toString()).probeLimit(Duration.ofSeconds(2)).build().locate();

    assertThat(choice.tools().origin()).isEqualTo(FfmpegOrigin.EMBEDDED);
    assertThat(choice.reasons().get(0)).contains("its ffmpeg did not answer within 2 s");
  }

  @Test
  void theConfiguredOneIsPreferredToAll() throws Exception {
    installWorking(bin);
    installWorking(other);

    FfmpegChoice choice =
        locator(bin.toString()).configured(other.resolve("ffmpeg")).build().locate();

    assertThat(choice.tools().origin()).isEqualTo(FfmpegOrigin.CONFIGURED);
    assertThat(choice.tools().ffprobe()).isEqualTo(other.resolve("ffprobe"));
  }

  @Test
  void aConfiguredOneThatDoesNotWorkIsAnErrorThoughOthersWould() throws Exception {
    installWorking(bin);
    Path gone = other.resolve("ffmpeg");

    assertThatThrownBy(() -> locator(bin.toString()).configured(gone).build().locate())
        .isInstanceOf(FfmpegNotFoundException.class)
        .hasMessageContaining("the configured ffmpeg \"%s\"", gone)
        .hasMessageContaining("cannot be started")
        .hasMessageContaining("correct the configuration");
  }

  @Test
  void theMachineIsProbedOnce() throws Exception {
    installWorking(bin);
    FfmpegLocator locator = locator(bin.toString()).build();
    FfmpegChoice first = locator.locate();
    Files.delete(bin.resolve("ffmpeg"));

    assertThat(locator.locate()).isSameAs(first);
  }

  @Test
  void anInterruptedSearchSaysSoAndLeavesTheThreadInterrupted() throws Exception {
    installWorking(bin);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> locate()).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private void assertRejected(String why) {
    FfmpegChoice choice = locate();
    assertThat(choice.tools().origin()).isEqualTo(FfmpegOrigin.EMBEDDED);
    assertThat(choice.reasons().get(0)).contains("is rejected").contains(why);
  }

  private FfmpegChoice locate() {
    return locator(bin + ":" + other).build().locate();
  }

  private FfmpegLocator.Builder locator(String searchPath) {
    return FfmpegLocator.builder().searchPath(searchPath).cacheDirectory(unpacked());
  }

  private Path unpacked() {
    return directory.resolve("unpacked");
  }

  private static void installWorking(Path bin) throws IOException {
    script(bin, "ffmpeg", realCommand("ffmpeg"));
    script(bin, "ffprobe", realCommand("ffprobe"));
  }

  private static String realCommand(String name) {
    return "LD_LIBRARY_PATH=%s %s \"$@\" 2>&1"
        .formatted(real.environment().get("LD_LIBRARY_PATH"), real.ffmpeg().resolveSibling(name));
  }

  private static void script(Path bin, String name, String line) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
