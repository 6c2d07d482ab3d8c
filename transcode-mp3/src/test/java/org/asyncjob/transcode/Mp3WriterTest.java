package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.asyncjob.transcode.mpeg.MalformedMp3Exception;
import org.asyncjob.transcode.mpeg.Mp3FrameHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mp3WriterTest {

  private static final int TAG_FIELDS = 156;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "44100, 2, -q:a 2",
    "48000, 1, -q:a 5",
    "44100, 2, -b:a 192k",
    "22050, 2, -b:a 64k",
    "8000, 1, -q:a 4"
  })
  void theTagSaysWhatFfmpegWouldHaveWritten(int sampleRate, int channels, String mode)
      throws Exception {
    TestMedia media = new TestMedia(directory);
    Path source = media.audio("source.wav", 20, 44_100, "-c:a pcm_s16le");
    String options =
        "-i file:%s -c:a libmp3lame -ar %d -ac %d %s -id3v2_version 0"
            .formatted(source, sampleRate, channels, mode);
    Path theirs = media.ffmpeg("theirs.mp3", List.of(options.split(" ")));
    Path stream = media.ffmpeg("stream.mp3", List.of((options + " -write_xing 0").split(" ")));
    boolean variable = mode.startsWith("-q:a");
    Mp3Options.Builder used = Mp3Options.builder().sampleRate(sampleRate);
    used = variable ? used.quality(2) : used.bitrate(mode.contains("192") ? 192 : 64);

    Path ours = directory.resolve("ours.mp3");
    try (Mp3Writer writer = new Mp3Writer(ours, used.build(), Long.MAX_VALUE)) {
      writer.copy(Files.newInputStream(stream), frames -> {});
      writer.finish(new LameTag.Sound(LameTag.ENCODER_DELAY, 20L * sampleRate));
    }

    ByteBuffer expected = tag(theirs);
    ByteBuffer actual = tag(ours);
    assertThat(letters(actual)).isEqualTo(letters(expected)).isEqualTo(variable ? "Xing" : "Info");
    assertThat(actual.getInt()).as("fields").isEqualTo(expected.getInt());
    assertThat(actual.getInt()).as("frames").isEqualTo(expected.getInt());
    assertThat(actual.getInt()).as("bytes").isEqualTo((int) Files.size(ours));
    expected.getInt();
    for (int percent = 0; percent < 100; percent++) {
      assertThat(actual.get() & 0xFF)
          .as("place of " + percent + " %")
          .isCloseTo(expected.get() & 0xFF, within(2));
    }
    actual.position(actual.position() + 25);
    expected.position(expected.position() + 25);
    assertThat(actual.getInt() >>> 8).as("delay and padding").isEqualTo(expected.getInt() >>> 8);
    assertThat(actual.getShort(actual.position() + 7))
        .as("checksum of the audio")
        .isEqualTo(expected.getShort(expected.position() + 7));
    assertThat(Arrays.mismatch(audio(ours), audio(theirs))).isEqualTo(-1);
  }

  @Test
  void aStreamThatEndsAnywhereButBetweenFramesIsNoticed() throws Exception {
    byte[] stream =
        Files.readAllBytes(
            new TestMedia(directory)
                .audio(
                    "short.mp3",
                    0.5,
                    44_100,
                    "-c:a libmp3lame -write_xing 0 -id3v2_version 4 -metadata title=T"));
    List<Integer> accepted = new ArrayList<>();
    List<Long> frames = Collections.synchronizedList(new ArrayList<>());
    for (int length = 0; length <= stream.length; length++) {
      try {
        frames.add(copied(Arrays.copyOf(stream, length)));
        accepted.add(length);
      } catch (MalformedMp3Exception e) {
        assertThat(e).hasMessageMatching(".*(ends within|ID3|is no header).*");
      }
    }

    // 0, before and after the padding of the ID3 tag, and after each frame
    long last = frames.get(frames.size() - 1);
    assertThat(accepted).startsWith(0).endsWith(stream.length);
    assertThat(frames.stream().distinct())
        .containsExactlyElementsOf(LongStream.rangeClosed(0, last).boxed().toList());
  }

  @Test
  void garbageIsRefusedNotCopied() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      byte[] garbage = new byte[1 + random.nextInt(5000)];
      random.nextBytes(garbage);
      if (round % 2 == 0) {
        byte[] start = round % 4 == 0 ? new byte[] {'I', 'D', '3', 4} : new byte[] {-1, -5};
        System.arraycopy(start, 0, garbage, 0, Math.min(start.length, garbage.length));
      }

      assertThatThrownBy(() -> copied(garbage)).isInstanceOf(MalformedMp3Exception.class);
    }
  }

  @Test
  void aFileAboveTheLimitIsNotWritten() throws Exception {
    Path mp3 =
        new TestMedia(directory)
            .audio("long.mp3", 3, 44_100, "-c:a libmp3lame -write_xing 0 -id3v2_version 0");
    Path limited = directory.resolve("limited.mp3");

    try (Mp3Writer writer = new Mp3Writer(limited, Mp3Options.defaults(), 5_000)) {
      assertThatThrownBy(() -> writer.copy(Files.newInputStream(mp3), frames -> {}))
          .isInstanceOf(OutputTooLargeException.class);
    }

    assertThat(Files.size(limited)).isLessThanOrEqualTo(5_000);
  }

  @Test
  void theSeekTableOfALongFileIsAsGoodAsThatOfAShortOne() {
    SeekTable table = new SeekTable();
    int frames = 1_000_000;
    int frameSize = 417;
    for (long frame = 0; frame < frames; frame++) {
      table.add(frame * frameSize);
    }

    byte[] places = table.percentages((long) frames * frameSize);

    for (int percent = 0; percent < 100; percent++) {
      assertThat((places[percent] & 0xFF) / 2.56).isCloseTo(percent, within(0.5));
    }
  }

  private long copied(byte[] stream) throws IOException {
    Path file = directory.resolve("copied.mp3");
    try (Mp3Writer writer = new Mp3Writer(file, Mp3Options.defaults(), Long.MAX_VALUE)) {
      writer.copy(new ByteArrayInputStream(stream), frames -> {});
      return writer.frames();
    }
  }

  private static ByteBuffer tag(Path mp3) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(mp3));
    int preface = Mp3FrameHeader.parse(file.getInt(0)).orElseThrow().sizeOfPreface();
    return file.slice(preface, TAG_FIELDS);
  }

  private static byte[] audio(Path mp3) throws IOException {
    byte[] file = Files.readAllBytes(mp3);
    int tag = Mp3FrameHeader.parse(ByteBuffer.wrap(file).getInt()).orElseThrow().frameSize();
    return Arrays.copyOfRange(file, tag, file.length);
  }

  private static String letters(ByteBuffer buffer) {
    byte[] letters = new byte[4];
    buffer.get(letters);
    return new String(letters, StandardCharsets.US_ASCII);
  }
}
