package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscodeFailuresTest {

  @TempDir static Path directory;

  private static TestMedia media;
  private static Path clip;

  private final Path output = directory.resolve("result.mp3");
  private TranscodeLimits limits = TranscodeLimits.defaults();

  @BeforeAll
  static void makeAClip() throws Exception {
    media = new TestMedia(directory);
    clip = media.clip("clip.mp4", 7.5);
  }

  @AfterEach
  void nothingIsLeftOver() {
    assertThat(output).doesNotExist();
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void audioLongerThanTheLimitIsRefused() throws Exception {
    limits = TranscodeLimits.builder().longestAudio(Duration.ofSeconds(7)).build();

    assertFails(
        clip, "too-long", "The audio is longer than the 7 seconds that are converted here.");
  }

  @Test
  void aResultAboveTheLimitIsStopped() throws Exception {
    limits = TranscodeLimits.builder().largestOutput(20_000).build();

    assertFails(
        clip,
        "result-too-large",
        "The MP3 would be larger than the 20000 bytes that are allowed here.");
  }

  @Test
  void aConversionThatTakesTooLongIsStopped() throws Exception {
    limits = TranscodeLimits.builder().longestRun(Duration.ofMillis(100)).build();
    Path hour = media.make("hour.m4a", List.of(TestMedia.silence(3600)), "-c:a alac");

    assertFails(
        hour,
        "time-limit",
        "The conversion took longer than the 100 milliseconds that are allowed here.");
  }

  @Test
  void aFullDiskIsCalledAFullDisk() throws Exception {
    Path full = Files.createSymbolicLink(output, Path.of("/dev/full"));

    assertFails(
        clip, "no-space", "There is not enough disk space here to write the MP3; try again later.");

    assertThat(full).doesNotExist();
    assertThat(Path.of("/dev/full")).exists();
  }

  @Test
  void whateverIsWrongInTheIndexThereIsAnMp3OrAReason() throws Exception {
    byte[] whole = Files.readAllBytes(clip);
    int index = Boxes.indexOf(whole, "moov");
    int data = Boxes.indexOf(whole, "mdat");
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      byte[] bytes = whole.clone();
      for (int i = 0; i < 4; i++) {
        bytes[index + random.nextInt(data - index)] = (byte) random.nextInt(256);
      }
      Path damaged = file("damaged-index.mp4", bytes);
      try {
        convert(damaged);
        assertThat(TestMedia.duration(output)).isPositive();
        Files.delete(output);
      } catch (JobFailedException e) {
        assertThat(e.failure().type()).isNotEqualTo(Failures.UNEXPLAINED);
      }
    }
  }

  @Test
  void aMissingInputIsAnErrorOfTheCaller() {
    assertThatThrownBy(() -> convert(directory.resolve("nowhere.mp4")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void assertFails(Path input, String type, String sentence) {
    JobFailure failure = failure(input);
    assertThat(failure.type()).isEqualTo(type);
    assertThat(failure.detail()).isEqualTo(sentence);
  }

  private JobFailure failure(Path input) {
    return catchThrowableOfType(JobFailedException.class, () -> convert(input)).failure();
  }

  private void convert(Path input) throws Exception {
    transcoder(limits).transcode(input, output, Mp3Options.defaults(), TranscodeListener.NONE);
  }

  private static Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  Mp3Transcoder transcoder(TranscodeLimits limits) {
    return new Mp3Transcoder(TestMedia.TOOLS, limits);
  }
}
