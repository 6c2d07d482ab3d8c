package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscodeCancellationTest {

  @TempDir static Path directory;

  private static Path hours;

  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeAFileThatTakesAWhile() throws Exception {
    hours =
        new TestMedia(directory)
            .make("hours.m4a", List.of(TestMedia.silence(3.9 * 3600)), "-c:a alac");
  }

  @AfterEach
  void nothingIsLeftOver() {
    assertThat(output).doesNotExist();
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void interruptingTheThreadEndsTheConversion() throws Exception {
    CountDownLatch converting = new CountDownLatch(1);
    CompletableFuture<Throwable> ending = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                convert(
                    (percent, phase) -> {
                      if (percent > 1) {
                        converting.countDown();
                      }
                    });
                ending.completeExceptionally(new AssertionError("it went on to its end"));
              } catch (Exception e) {
                ending.complete(e);
              }
            });
    worker.start();
    assertThat(converting.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(ProcessHandle.current().descendants()).isNotEmpty();

    worker.interrupt();

    assertThat(ending.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aThreadThatIsInterruptedBeforehandConvertsNothing() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> convert(TranscodeListener.NONE))
        .isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aListenerThatThrowsEndsTheConversion() {
    assertThatThrownBy(
            () ->
                convert(
                    (percent, phase) -> {
                      if (percent > 1) {
                        throw new IllegalStateException("no more");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no more");
  }

  @Test
  void noFfmpegSurvivesAKilledJvm() throws Exception {
    Path abandoned = directory.resolve("abandoned.mp3");
    try {
      nothingSurvives(
          EndlessConversion.class, "converting", hours.toString(), abandoned.toString());
    } finally {
      Files.deleteIfExists(abandoned);
    }
  }

  @Test
  void neitherDoesOneThatWouldNotNoticeByItsPipes() throws Exception {
    nothingSurvives(SilentProcess.class, "running", directory.toString());
  }

  private static void nothingSurvives(Class<?> program, String sign, String... arguments)
      throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    command.command().addAll(List.of(arguments));
    Process jvm = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = jvm.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo(sign);
      List<ProcessHandle> converters = jvm.descendants().toList();
      assertThat(converters).isNotEmpty();

      jvm.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> assertThat(converters).noneMatch(TranscodeCancellationTest::isRunning));
    } finally {
      jvm.descendants().forEach(ProcessHandle::destroyForcibly);
      jvm.destroyForcibly();
    }
  }

  private void convert(TranscodeListener listener) throws Exception {
    transcoder().transcode(hours, output, Mp3Options.defaults(), listener);
  }

  /** False for one that has ended and that nobody has asked for its exit code yet, too. */
  private static boolean isRunning(ProcessHandle process) {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    try {
      return process.isAlive() && !Files.readString(status).contains("State:\tZ");
    } catch (IOException e) {
      return false;
    }
  }

  Mp3Transcoder transcoder() {
    return new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults());
  }
}
