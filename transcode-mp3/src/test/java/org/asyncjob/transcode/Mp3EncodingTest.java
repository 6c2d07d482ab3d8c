package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp3EncodingTest {

  @TempDir static Path directory;

  private static TestMedia media;
  private static Path clip;

  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeAClip() throws Exception {
    media = new TestMedia(directory);
    clip = media.clip("clip.mp4", 7.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
  void everySampleRateComesInEveryMode(int sampleRate) throws Exception {
    for (Mp3Options.Builder mode :
        List.of(
            Mp3Options.builder().quality(0),
            Mp3Options.builder().quality(9),
            Mp3Options.builder().bitrate(32),
            Mp3Options.builder().bitrate(64).mono(true),
            Mp3Options.builder().averageBitrate(50))) {
      Mp3Options options = mode.sampleRate(sampleRate).build();

      TranscodeReport report = convert(clip, options);

      assertThat(report.options()).isEqualTo(options);
      assertThat(TestMedia.probe(output, "stream=sample_rate,channels"))
          .isEqualTo(sampleRate + "," + (options.mono() ? 1 : 2));
      Mp3Checks.assertSampleExact(output, report);
      Mp3Checks.assertValid(output);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 128, 192, 320})
  void aConstantBitrateIsTheSameInEveryFrame(int bitrate) throws Exception {
    convert(clip, Mp3Options.builder().bitrate(bitrate).build());

    List<String> sizes =
        TestMedia.probe(output, "packet=size")
            .lines()
            .map(line -> line.replace(",", ""))
            .filter(line -> !line.isBlank())
            .distinct()
            .toList();
    int full = 144 * bitrate * 1000 / 44_100;
    assertThat(sizes).isSubsetOf(String.valueOf(full), String.valueOf(full + 1));
    Mp3Checks.assertValid(output);
  }

  @Test
  void anAverageBitrateIsMetOnAverage() throws Exception {
    TranscodeReport report = convert(clip, Mp3Options.builder().averageBitrate(112).build());

    double kilobits = report.bytes() * 8 / 1000.0 / Mp3Checks.seconds(report);
    assertThat(kilobits).isCloseTo(112, within(30.0));
  }

  @ParameterizedTest
  @CsvSource({"22050, 320, 44100", "16000, 256, 32000", "44100, 8, 22050", "7350, 32, 8000"})
  void aBitrateThatTheSourceRateLacksMovesToARateThatHasIt(int source, int bitrate, int expected)
      throws Exception {
    Path input = media.audio("rate.m4a", 1, source, "-c:a aac");

    TranscodeReport report = convert(input, Mp3Options.builder().bitrate(bitrate).build());

    assertThat(report.options().sampleRate()).hasValue(expected);
    assertThat(TestMedia.probe(output, "stream=sample_rate,bit_rate"))
        .isEqualTo(expected + "," + bitrate * 1000);
  }

  private TranscodeReport convert(Path input, Mp3Options options) throws Exception {
    return new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults())
        .transcode(input, output, options, TranscodeListener.NONE);
  }
}
