package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.asyncjob.transcode.parallel.CoreBudget;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp3TranscoderTest {

  @TempDir static Path directory;

  private static TestMedia media;
  private static Path clip;

  private final Mp3Transcoder transcoder =
      new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults());
  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeAClip() throws Exception {
    media = new TestMedia(directory);
    clip = media.clip("clip.mp4", 7.5);
  }

  @Test
  void aRealMp4BecomesARealMp3() throws Exception {
    TranscodeReport report = convert(clip, Mp3Options.defaults());

    assertThat(TestMedia.duration(output)).isCloseTo(7.5, within(0.1));
    assertThat(TestMedia.probe(output, "stream=codec_name,sample_rate,channels"))
        .isEqualTo("mp3,44100,2");
    assertThat(report.bytes()).isEqualTo(Files.size(output));
    assertThat(report.options())
        .isEqualTo(Mp3Options.builder().quality(2).sampleRate(44_100).build());
    assertThat(report.duration()).isBetween(Duration.ofMillis(7400), Duration.ofMillis(7600));
    Mp3Checks.assertValid(output);
  }

  @ParameterizedTest
  @CsvSource({
    "aac.m4a, -c:a aac, 44100",
    "book.m4b, -c:a aac, 22050",
    "phone.3gp, -c:a aac, 16000",
    "quicktime.mov, -c:a pcm_s16le, 44100",
    "apple.m4a, -c:a alac, 48000",
    "surround.mov, -c:a ac3 -ac 6, 48000",
    "eight.mov, -c:a pcm_s24le -ac 8, 48000",
    "opus.mp4, -c:a libopus, 48000",
    "flac.mp4, -c:a flac -strict -2, 96000",
    "layer3.mp4, -c:a libmp3lame, 32000",
    "odd.m4a, -c:a aac, 7350",
    "fragments.mp4, -c:a aac -movflags frag_keyframe+empty_moov -frag_duration 1000000, 44100",
  })
  void everyKindOfFileOfTheFamilyKeepsItsLength(String name, String encoding, int sampleRate)
      throws Exception {
    Path input = media.audio(name, 5, sampleRate, encoding);

    TranscodeReport report = convert(input, Mp3Options.defaults());

    assertThat(Mp3Checks.seconds(report)).isCloseTo(5, within(0.06));
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
  }

  @ParameterizedTest
  @EnumSource
  void theSameFileAndOptionsGiveTheSameBytes(EncodingPath path) throws Exception {
    Path layer3 = media.audio("layer3.mp4", 2, 44_100, "-c:a libmp3lame");
    Mp3Options all =
        Mp3Options.builder()
            .track("1")
            .from("0.5")
            .to("7")
            .loudness(-16)
            .sampleRate(48_000)
            .build();
    for (Path input : List.of(clip, layer3)) {
      for (Mp3Options options : List.of(Mp3Options.defaults(), all)) {
        path.transcoder().transcode(input, output, options, TranscodeListener.NONE);
        byte[] first = Files.readAllBytes(output);
        path.transcoder().transcode(input, output, options, TranscodeListener.NONE);

        assertThat(Files.readAllBytes(output)).as(input + " " + options).isEqualTo(first);
      }
    }
  }

  @Test
  void aMovingPictureIsNotTakenForACover() throws Exception {
    convert(clip, Mp3Options.defaults());

    assertThat(TestMedia.probe(output, "stream=codec_type")).isEqualTo("audio");
  }

  @Test
  void theDefaultAudioTrackIsTakenNotTheFirst() throws Exception {
    Path input =
        media.make(
            "two.mp4",
            List.of(TestMedia.sound(5, 44_100), TestMedia.sound(3, 48_000)),
            "-map 0 -map 1 -c:a aac -disposition:a:0 0 -disposition:a:1 default");

    TranscodeReport report = convert(input, Mp3Options.defaults());

    assertThat(Mp3Checks.seconds(report)).isCloseTo(3, within(0.06));
    assertThat(report.options().sampleRate()).hasValue(48_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-x",
        "-i.mp4",
        "%d.mp4",
        "img%03d.mp4",
        "a:b",
        "http:x",
        "concat:a|b",
        "pipe:0",
        "subfile,,start,1,end,2,,:a.mp4",
        "new\nline.mp4",
        "quote'\".mp4",
        " ",
        "münchen 😀.mp4"
      })
  void aFileNameIsNothingButAName(String name) throws Exception {
    Path input = Files.createDirectories(directory.resolve("names")).resolve(name);
    Files.copy(clip, input);
    Path result = input.resolveSibling(name + ".mp3");

    transcoder.transcode(input, result, Mp3Options.defaults(), TranscodeListener.NONE);

    assertThat(result).isNotEmptyFile();
  }

  @Test
  void progressRisesThroughAllPhasesAndSaysHowLongTheRestTakes() throws Exception {
    List<Integer> percentages = Collections.synchronizedList(new ArrayList<>());
    List<String> phases = Collections.synchronizedList(new ArrayList<>());
    List<Duration> estimates = Collections.synchronizedList(new ArrayList<>());

    // By ffmpeg alone: a library would be done before there is much to tell.
    new Mp3Transcoder(
            TestMedia.TOOLS,
            TranscodeLimits.defaults(),
            Optional.empty(),
            CoreBudget.ofThisMachine())
        .transcode(
            clip,
            output,
            Mp3Options.defaults(),
            new TranscodeListener() {
              @Override
              public void progress(int percent, String phase) {
                percentages.add(percent);
                phases.add(phase);
              }

              @Override
              public void progress(int percent, String phase, Duration remaining) {
                progress(percent, phase);
                estimates.add(remaining);
              }
            });

    assertThat(percentages).isSorted().startsWith(0).endsWith(100).hasSizeGreaterThan(10);
    assertThat(phases.stream().distinct()).containsExactly("probing", "transcoding", "finishing");
    assertThat(estimates).isNotEmpty().allMatch(estimate -> !estimate.isNegative());
  }

  @Test
  void theInputIsNeverOverwritten() throws Exception {
    Path copy = Files.copy(clip, directory.resolve("precious.mp4"));

    assertThatThrownBy(
            () -> transcoder.transcode(copy, copy, Mp3Options.defaults(), TranscodeListener.NONE))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(copy).hasSameBinaryContentAs(clip);
  }

  private TranscodeReport convert(Path input, Mp3Options options) throws Exception {
    return transcoder.transcode(input, output, options, TranscodeListener.NONE);
  }
}
