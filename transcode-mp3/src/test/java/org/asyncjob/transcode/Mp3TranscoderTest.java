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

  @Test
  void tagsAndCoverComeThroughUnchanged() throws Exception {
    Path picture = media.make("cover.jpg", List.of(TestMedia.picture(0.1)), "-frames:v 1");
    Path input = withCover("tagged.m4a", picture);

    TranscodeReport report = convert(input, Mp3Options.defaults());

    assertThat(report.tags())
        .containsEntry("title", "Für Élise ☃ 𝄞")
        .containsEntry("artist", "Людвиг")
        .containsEntry("album", "作品集");
    assertThat(TestMedia.probe(output, "format_tags=title,artist,album").split(","))
        .containsExactlyInAnyOrder("Für Élise ☃ 𝄞", "Людвиг", "作品集");
    Path extracted =
        media.ffmpeg(
            "extracted.jpg", List.of("-i", "file:" + output, "-c:v", "copy", "-frames:v", "1"));
    assertThat(extracted).hasSameBinaryContentAs(picture);
    assertThat(TestMedia.probe(output, "format_tags=major_brand,compatible_brands")).isEmpty();
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
  }

  @Test
  void aCoverOfMegabytesComesThroughAndAnEvenLargerOneIsLeftOut() throws Exception {
    String noise = "color=c=red:size=%s:duration=0.1,noise=alls=100:allf=t";
    Path large =
        media.make(
            "large.png",
            List.of(noise.formatted("1400x1200")),
            "-frames:v 1 -pix_fmt rgb24 -compression_level 0");
    Path tooLarge =
        media.make(
            "huge.png",
            List.of(noise.formatted("2800x2400")),
            "-frames:v 1 -pix_fmt rgb24 -compression_level 0");
    assertThat(Files.size(large)).isBetween(2_000_000L, 16_000_000L);
    assertThat(Files.size(tooLarge)).isGreaterThan(16 << 20);

    convert(withCover("large.m4a", large), Mp3Options.defaults());
    assertThat(TestMedia.probe(output, "stream=codec_name").lines()).containsExactly("mp3", "png");
    Mp3Checks.assertValid(output);

    convert(withCover("huge.m4a", tooLarge), Mp3Options.defaults());
    assertThat(TestMedia.probe(output, "stream=codec_name")).isEqualTo("mp3");
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

  private static Path withCover(String name, Path picture) throws Exception {
    Path sound = media.audio("sound.m4a", 2, 44_100, "-c:a aac");
    return media.ffmpeg(
        name,
        List.of(
            "-i",
            "file:" + sound,
            "-i",
            "file:" + picture,
            "-map",
            "0",
            "-map",
            "1",
            "-c",
            "copy",
            "-disposition:v",
            "attached_pic",
            "-metadata",
            "title=Für Élise ☃ 𝄞",
            "-metadata",
            "artist=Людвиг",
            "-metadata",
            "album=作品集"));
  }
}
