package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file says about itself, read back by ffprobe from the ID3v2.4 tag. */
class KeptTagsTest {

  @TempDir static Path directory;

  private static TestMedia media;

  private final Mp3Transcoder transcoder =
      new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults());
  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeMedia() {
    media = new TestMedia(directory);
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
    assertThat(
            TestMedia.probe(output, "format_tags=title,artist,album,track,date,genre").split(","))
        .containsExactlyInAnyOrder(
            "Für Élise ☃ 𝄞", "Людвиг", "作品集", "3/12", "2024-05-17", "Класика");
    assertThat(Files.readAllBytes(output)).startsWith('I', 'D', '3', 4, 0);
    Path extracted =
        media.ffmpeg(
            "extracted.jpg", List.of("-i", "file:" + output, "-c:v", "copy", "-frames:v", "1"));
    assertThat(extracted).hasSameBinaryContentAs(picture);
    assertThat(TestMedia.probe(output, "format_tags=major_brand,compatible_brands")).isEmpty();
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
  }

  @ParameterizedTest
  @EnumSource
  void chaptersComeThroughHoweverManyAndHowLongTheirNames(EncodingPath path) throws Exception {
    StringBuilder chapters = new StringBuilder(";FFMETADATA1\n");
    for (int i = 0; i < 40; i++) {
      chapters.append(
          "[CHAPTER]\nTIMEBASE=1/1000\nSTART=%d\nEND=%d\n".formatted(i * 50, i * 50 + 50));
      chapters.append("title=").append(i).append(" Kapitel ☀".repeat(i % 9)).append('\n');
    }
    Path list = Files.writeString(directory.resolve("chapters.txt"), chapters);
    Path sound = media.audio("sound.m4a", 2, 44_100, "-c:a aac");
    Path book =
        media.ffmpeg(
            "book.m4b",
            List.of(
                "-i",
                "file:" + sound,
                "-i",
                "file:" + list,
                "-map",
                "0:a",
                "-map_chapters",
                "1",
                "-c",
                "copy"));

    path.transcoder().transcode(book, output, Mp3Options.defaults(), TranscodeListener.NONE);

    assertThat(TestMedia.probe(output, "chapter=start_time:chapter_tags=title"))
        .isEqualTo(TestMedia.probe(book, "chapter=start_time:chapter_tags=title"));
    assertThat(TestMedia.probe(output, "chapter=start_time").lines()).hasSize(40);
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
            "album=作品集",
            "-metadata",
            "track=3/12",
            "-metadata",
            "date=2024-05-17",
            "-metadata",
            "genre=Класика"));
  }
}
