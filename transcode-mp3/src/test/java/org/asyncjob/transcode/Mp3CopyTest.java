package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.asyncjob.transcode.mpeg.Mp3FrameHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audio that already is MP3 keeps its frames, and gets a tag that says where in them it is. */
class Mp3CopyTest {

  @TempDir Path directory;

  private final Mp3Transcoder transcoder = EncodingPath.FFMPEG.transcoder();

  @ParameterizedTest
  @CsvSource({
    "44100, -ac 2 -q:a 2, Xing",
    "44100, -ac 1 -b:a 128k, Info",
    "48000, -ac 2 -b:a 192k, Info",
    "22050, -ac 2 -q:a 4, Xing",
    "24000, -ac 1 -b:a 64k, Info",
  })
  void theFramesStayAndTheLengthIsThatOfTheSource(int sampleRate, String encoding, String tag)
      throws Exception {
    Path source = mp3InMp4(sampleRate, encoding);

    TranscodeReport report = convert(source, Mp3Options.defaults());

    assertThat(report.copied()).isTrue();
    assertThat(frames(output())).isEqualTo(framesOf(source));
    assertThat(new String(Files.readAllBytes(output()), StandardCharsets.ISO_8859_1)).contains(tag);
    assertThat(TestMedia.decodedSamples(output())).isEqualTo(TestMedia.decodedSamples(source));
    assertThat(Mp3Checks.seconds(report)).isCloseTo(3, within(0.01));
    Mp3Checks.assertSampleExact(output(), report);
    Mp3Checks.assertValid(output());
    assertThat(TestMedia.probe(output(), "format_tags=title")).isEqualTo("Lied ♫");
  }

  @Test
  void aFileThatDoesNotSayWhereTheSoundBeginsIsPlayedFromItsFirstFrame() throws Exception {
    Path source = mp3InMp4(44_100, "-q:a 2");
    byte[] bytes = Files.readAllBytes(source);
    int edits = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("edts");
    System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, bytes, edits, 4);
    Files.write(source, bytes);

    TranscodeReport report = convert(source, Mp3Options.defaults());

    assertThat(report.copied()).isTrue();
    assertThat(TestMedia.decodedSamples(output())).isEqualTo(TestMedia.decodedSamples(source));
    Mp3Checks.assertSampleExact(output(), report);
    Mp3Checks.assertValid(output());
  }

  @Test
  void whatTheSourceIsAlreadyNeedNotBeEncoded() throws Exception {
    Path source = mp3InMp4(44_100, "-ac 1 -b:a 128k");

    assertThat(convert(source, options().mono(true).sampleRate(44_100).track("1").build()).copied())
        .isTrue();
  }

  @Test
  void whateverAsksForAnotherSoundHasItEncoded() throws Exception {
    Path source = mp3InMp4(44_100, "-ac 2 -b:a 128k");

    for (Mp3Options.Builder asked :
        List.of(
            options().quality(2),
            options().bitrate(128),
            options().averageBitrate(128),
            options().mono(true),
            options().sampleRate(48_000),
            options().from("1"),
            options().to("2"),
            options().loudness(-16))) {
      TranscodeReport report = convert(source, asked.build());

      assertThat(report.copied()).as(asked.build().toString()).isFalse();
      Mp3Checks.assertSampleExact(output(), report);
    }
  }

  @Test
  void framesThatAreNoneAreNotCopied() throws Exception {
    Path source = mp3InMp4(44_100, "-ac 2 -b:a 128k");
    byte[] bytes = Files.readAllBytes(source);
    int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    // The header of the second frame; what decodes it finds its way again.
    Arrays.fill(bytes, data + 417, data + 421, (byte) 0);
    Files.write(source, bytes);

    TranscodeReport report = convert(source, Mp3Options.defaults());

    assertThat(report.copied()).isFalse();
    Mp3Checks.assertValid(output());
  }

  private Path mp3InMp4(int sampleRate, String encoding) throws Exception {
    TestMedia media = new TestMedia(directory);
    Path plain = media.audio("plain.mp4", 3, sampleRate, "-c:a libmp3lame " + encoding);
    return media.ffmpeg(
        "source.mp4", List.of("-i", "file:" + plain, "-c", "copy", "-metadata", "title=Lied ♫"));
  }

  private TranscodeReport convert(Path source, Mp3Options options) throws Exception {
    return transcoder.transcode(source, output(), options, TranscodeListener.NONE);
  }

  private static Mp3Options.Builder options() {
    return Mp3Options.builder();
  }

  private Path output() {
    return directory.resolve("result.mp3");
  }

  /** The frames in a container, without it. */
  private byte[] framesOf(Path source) throws Exception {
    return frames(
        new TestMedia(directory)
            .ffmpeg(
                "frames.mp3",
                List.of(
                    "-i",
                    "file:" + source,
                    "-map",
                    "0:a",
                    "-c",
                    "copy",
                    "-write_xing",
                    "0",
                    "-id3v2_version",
                    "0")));
  }

  /** What follows tags. */
  private static byte[] frames(Path mp3) throws Exception {
    byte[] file = Files.readAllBytes(mp3);
    int start = 0;
    if (file[0] == 'I') {
      start = 10;
      int size = 0;
      for (int place = 6; place < 10; place++) {
        size = (size << 7) | file[place];
      }
      start += size;
    }
    Mp3FrameHeader first = Mp3FrameHeader.parse(ByteBuffer.wrap(file).getInt(start)).orElseThrow();
    String tag = new String(file, start + first.sizeOfPreface(), 4, StandardCharsets.ISO_8859_1);
    boolean tagged = tag.equals("Xing") || tag.equals("Info");
    return Arrays.copyOfRange(file, start + (tagged ? first.frameSize() : 0), file.length);
  }
}
