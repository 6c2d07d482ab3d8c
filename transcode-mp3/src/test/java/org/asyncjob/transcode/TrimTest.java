package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Only a part of the audio, to the sample, however it is encoded. */
class TrimTest {

  @TempDir static Path directory;

  private static TestMedia media;
  private static Path clip;

  private final Path output = directory.resolve("part.mp3");

  @BeforeAll
  static void makeAClip() throws Exception {
    media = new TestMedia(directory);
    Path sound = media.clip("sound.mp4", 7.5);
    clip =
        media.ffmpeg(
            "clip.mp4", List.of("-i", "file:" + sound, "-c", "copy", "-metadata", "title=Teil ✂"));
  }

  @ParameterizedTest
  @CsvSource({
    "LIBRARY, 1.25, 0:03.5, 44100, 99225",
    "FFMPEG, 1.25, 0:03.5, 44100, 99225",
    "LIBRARY, 00:00:02, 00:00:02.501, 48000, 24048",
    "FFMPEG, 00:00:02, 00:00:02.501, 48000, 24048",
    "LIBRARY, 0.33333, 5, 22050, 102900",
    "FFMPEG, 0.33333, 5, 22050, 102900",
  })
  void thePartHasExactlyTheSamplesThatWereAskedFor(
      EncodingPath path, String from, String to, int sampleRate, long samples) throws Exception {
    Mp3Options options = Mp3Options.builder().from(from).to(to).sampleRate(sampleRate).build();

    TranscodeReport report =
        path.transcoder().transcode(clip, output, options, TranscodeListener.NONE);

    assertThat(TestMedia.decodedSamples(output)).isEqualTo(samples);
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
    assertThat(TestMedia.probe(output, "format_tags=title")).isEqualTo("Teil ✂");
  }

  @ParameterizedTest
  @EnumSource
  void thePartIsWhatTheWholeHasThere(EncodingPath path) throws Exception {
    Mp3Transcoder transcoder = path.transcoder();
    Mp3Options.Builder best = Mp3Options.builder().quality(0);
    Path whole = directory.resolve("whole.mp3");
    transcoder.transcode(clip, whole, best.build(), TranscodeListener.NONE);
    transcoder.transcode(clip, output, best.from("2.5").to("4.5").build(), TranscodeListener.NONE);

    Pcm expected = Pcm.of(whole);
    Pcm part = Pcm.of(output);

    double level = part.level(0, part.samples().size());
    assertThat(part.difference(expected, 110_250)).isLessThan(level - 15);
    assertThat(part.difference(expected, 110_251))
        .as("one sample beside")
        .isGreaterThan(part.difference(expected, 110_250));
  }

  @ParameterizedTest
  @EnumSource
  void itGoesOnToTheEndUnlessToldWhereToEnd(EncodingPath path) throws Exception {
    for (String to : List.of("", "100")) {
      Mp3Options.Builder options = Mp3Options.builder().from("5");
      TranscodeReport report =
          path.transcoder()
              .transcode(
                  clip,
                  output,
                  to.isEmpty() ? options.build() : options.to(to).build(),
                  TranscodeListener.NONE);

      assertThat(Mp3Checks.seconds(report)).isCloseTo(2.5, within(0.06));
      Mp3Checks.assertSampleExact(output, report);
    }
  }

  @ParameterizedTest
  @EnumSource
  void timesCountFromTheFirstSampleAlsoWhereItIsHeardLate(EncodingPath path) throws Exception {
    Path late =
        media.ffmpeg(
            "late.mp4",
            List.of(
                "-f",
                "lavfi",
                "-i",
                TestMedia.picture(6),
                "-itsoffset",
                "2",
                "-f",
                "lavfi",
                "-i",
                TestMedia.sound(4, 44_100),
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac"));

    TranscodeReport report =
        path.transcoder()
            .transcode(
                late,
                output,
                Mp3Options.builder().from("1").to("3").build(),
                TranscodeListener.NONE);

    assertThat(TestMedia.decodedSamples(output)).isEqualTo(88_200);
    assertThat(report.duration()).hasSeconds(2);
  }

  @Test
  void aBeginningBeyondTheEndSaysWhereTheEndIs() {
    JobFailure failure =
        catchThrowableOfType(
                JobFailedException.class,
                () ->
                    EncodingPath.FFMPEG
                        .transcoder()
                        .transcode(
                            clip,
                            output,
                            Mp3Options.builder().from("20").build(),
                            TranscodeListener.NONE))
            .failure();

    assertThat(failure.type()).isEqualTo("nothing-to-convert");
    assertThat(failure.detail())
        .matches(
            "Option \"from\" is 20 seconds, and the audio ends at 7\\.5\\d\\d seconds: it has to be"
                + " less\\.");
    assertThat(output).doesNotExist();
  }
}
