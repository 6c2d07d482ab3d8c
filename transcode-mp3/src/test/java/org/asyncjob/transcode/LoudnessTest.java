package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Loudness after EBU R 128, measured in the MP3 by ffmpeg's meter in a run of its own. */
class LoudnessTest {

  @TempDir static Path directory;

  private static TestMedia media;
  private static Path soft;
  private static Path peaky;

  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeSounds() throws Exception {
    media = new TestMedia(directory);
    soft =
        media.ffmpeg(
            "soft.m4a",
            List.of(
                "-f",
                "lavfi",
                "-i",
                TestMedia.sound(12, 44_100),
                "-af",
                "volume=-20dB",
                "-c:a",
                "aac"));
    // Plucked strings, of which each begins near full scale.
    peaky =
        media.make(
            "peaky.m4a",
            List.of("aevalsrc=0.9*sin(2*PI*440*t)*exp(-8*mod(t\\,1)):d=12:s=44100"),
            "-c:a alac");
  }

  @ParameterizedTest
  @CsvSource({"LIBRARY, -16", "FFMPEG, -16", "LIBRARY, -23.5", "FFMPEG, -31"})
  void theResultIsAsLoudAsWasAskedFor(EncodingPath path, double target) throws Exception {
    TranscodeReport report = convert(path, soft, Mp3Options.builder().loudness(target).build());

    assertThat(Measured.of(output).loudness()).isCloseTo(target, within(0.3));
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeMadeThisLoudByGainAloneIsLimitedAndKeepsItsLength(EncodingPath path)
      throws Exception {
    TranscodeReport report = convert(path, peaky, Mp3Options.builder().loudness(-12).build());

    Measured measured = Measured.of(output);
    assertThat(measured.loudness()).isBetween(-14.0, -11.5);
    assertThat(measured.peak()).isLessThan(0.5);
    assertThat(TestMedia.decodedSamples(output)).isEqualTo(12 * 44_100);
    Mp3Checks.assertSampleExact(output, report);
  }

  @ParameterizedTest
  @EnumSource
  void onlyThePartThatIsTakenCounts(EncodingPath path) throws Exception {
    // Loud for four seconds, then soft.
    Path both =
        media.make(
            "both.m4a",
            List.of("aevalsrc=if(lt(t\\,4)\\,0.5\\,0.02)*sin(2*PI*440*t):d=12:s=48000"),
            "-c:a alac");

    convert(path, both, Mp3Options.builder().from("5").loudness(-20).mono(true).build());

    assertThat(Measured.of(output).loudness()).isCloseTo(-20, within(0.3));
    assertThat(TestMedia.decodedSamples(output)).isEqualTo(7 * 48_000);
  }

  @Test
  void silenceStaysSilence() throws Exception {
    Path silence = media.make("silence.m4a", List.of(TestMedia.silence(3)), "-c:a alac");

    convert(EncodingPath.FFMPEG, silence, Mp3Options.builder().loudness(-16).build());

    Pcm sound = Pcm.of(output);
    assertThat(sound.level(0, sound.samples().size())).isLessThan(-90);
  }

  @Test
  void progressRisesThroughBothPasses() throws Exception {
    List<Integer> percentages = Collections.synchronizedList(new ArrayList<>());
    List<String> phases = Collections.synchronizedList(new ArrayList<>());

    EncodingPath.FFMPEG
        .transcoder()
        .transcode(
            soft,
            output,
            Mp3Options.builder().loudness(-16).build(),
            (percent, phase) -> {
              percentages.add(percent);
              phases.add(phase);
            });

    assertThat(percentages).isSorted().startsWith(0).endsWith(100);
    assertThat(phases.stream().distinct())
        .containsExactly("probing", "measuring", "transcoding", "finishing");
    assertThat(percentages.get(phases.lastIndexOf("measuring"))).isBetween(10, 30);
  }

  private TranscodeReport convert(EncodingPath path, Path input, Mp3Options options)
      throws Exception {
    return path.transcoder().transcode(input, output, options, TranscodeListener.NONE);
  }

  /** In LUFS and in dB of full scale. */
  private record Measured(double loudness, double peak) {

    static Measured of(Path file) throws Exception {
      String command = "-nostdin -nostats -i file:%s -map 0:a -af ebur128=peak=true -f null -";
      String said =
          TestMedia.output(
              TestMedia.TOOLS.ffmpegProcess(List.of(command.formatted(file).split(" "))));
      String summary = said.substring(said.lastIndexOf("Summary:"));
      return new Measured(number(summary, "I:"), number(summary, "Peak:"));
    }

    private static double number(String text, String name) {
      Matcher matcher = Pattern.compile(name + "\\s+(-?[0-9.]+)").matcher(text);
      assertThat(matcher.find()).as(text).isTrue();
      return Double.parseDouble(matcher.group(1));
    }
  }
}
