package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscodeFailuresTest {

  private static final String ENCRYPT =
      " -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb"
          + " -encryption_kid a7e61c373e219033c21091fa607bf3b8";

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
  void aPictureWithoutSoundHasNoAudioTrack() throws Exception {
    Path silent = media.make("silent.mp4", List.of(TestMedia.picture(1)), "-c:v mpeg4");

    assertFails(silent, "no-audio-track", "The file has no audio track.");
  }

  @Test
  void aTextIsNotAMediaFileWhateverItsName() throws Exception {
    assertFails(
        file("text.mp4", "Dear diary,\ntoday ".getBytes(StandardCharsets.US_ASCII)),
        "not-a-media-file",
        "The file is not an MP4, M4A, 3GP or QuickTime file, whatever its name says.");
  }

  @Test
  void aPlaylistThatPointsToOtherFilesIsNotAMediaFile() throws Exception {
    String playlist = "#EXTM3U\n#EXTINF:7,\nfile://" + clip + "\n#EXT-X-ENDLIST\n";

    assertFailsAs("not-a-media-file", file("list.mp4", playlist.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void noiseAndZerosAreNotAMediaFile() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);

    assertFailsAs("not-a-media-file", file("noise.mp4", noise));
    assertFailsAs("not-a-media-file", file("zeros.mp4", new byte[100_000]));
  }

  @Test
  void anMp3IsNotConvertedToMp3() throws Exception {
    Path mp3 = media.audio("already.mp3", 1, 44_100, "-c:a libmp3lame");

    assertFailsAs("not-a-media-file", mp3);
  }

  @Test
  void anEmptyFileIsCalledEmpty() throws Exception {
    assertFails(file("empty.mp4", new byte[0]), "empty-file", "The file is empty.");
  }

  @Test
  void aFileCutOffInItsAudioSaysHowMuchIsThere() throws Exception {
    JobFailure failure = failure(firstBytes(clip, 0.5));

    assertThat(failure.type()).isEqualTo("truncated");
    assertThat(failure.detail())
        .matches("The file is cut off: only [34]\\.\\d of 7\\.5 seconds could be read\\.");
  }

  @Test
  void aFileCutOffBeforeItsIndexSaysSo() throws Exception {
    Path indexAtTheEnd =
        media.audio("index-at-the-end.m4a", 3, 44_100, "-c:a aac -movflags -faststart");

    assertFails(
        firstBytes(indexAtTheEnd, 0.9),
        "truncated",
        "The file is incomplete: its index is missing; perhaps the recording or the upload was"
            + " interrupted.");
  }

  @Test
  void aFileCutOffWithinItsIndexIsTruncated() throws Exception {
    assertFailsAs("truncated", firstBytes(clip, 0.005));
  }

  @Test
  void aDamagedFileSaysHowMuchIsThere() throws Exception {
    byte[] bytes = Files.readAllBytes(clip);
    byte[] noise = new byte[bytes.length / 3];
    new Random(2).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, bytes.length / 2, noise.length);

    JobFailure failure = failure(file("damaged.mp4", bytes));

    assertThat(failure.type()).isEqualTo("damaged");
    assertThat(failure.detail())
        .matches("The file is damaged: only \\d\\.\\d of 7\\.5 seconds could be read\\.");
  }

  @Test
  void anIndexOfNonsenseIsDamaged() throws Exception {
    byte[] bytes = Files.readAllBytes(clip);
    int index = indexOf(bytes, "moov");
    Arrays.fill(bytes, index + 4, index + 400, (byte) 0x55);

    assertFailsAs("damaged", file("nonsense.mp4", bytes));
  }

  @Test
  void encryptedAudioIsCalledEncrypted() throws Exception {
    Path encrypted = media.audio("encrypted.mp4", 3, 44_100, "-c:a aac" + ENCRYPT);

    assertFails(
        encrypted,
        "encrypted",
        "The audio is encrypted (copy protection) and cannot be read without its key.");
  }

  @Test
  void anAudioFormatThatNobodyKnowsIsNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(media.audio("known.m4a", 1, 44_100, "-c:a aac"));
    replace(bytes, "mp4a", "qqqq");
    replace(bytes, "esds", "xxxx");

    assertFails(
        file("unknown.m4a", bytes),
        "unsupported-codec",
        "The audio is in a format that the converter does not know (qqqq).");
  }

  @Test
  void audioLongerThanTheLimitIsRefused() throws Exception {
    limits = TranscodeLimits.builder().longestAudio(Duration.ofSeconds(7)).build();

    assertFails(
        clip, "too-long", "The audio is longer than the 7 seconds that are converted here.");
  }

  @Test
  void audioLongerThanItsHeaderAdmitsIsStoppedAtTheLimit() throws Exception {
    limits = TranscodeLimits.builder().longestAudio(Duration.ofSeconds(3)).build();
    byte[] bytes = Files.readAllBytes(media.audio("honest.mov", 60, 8_000, "-c:a pcm_s16le"));
    replace(bytes, "edts", "free");
    // Version 0: flags, two times, time scale, duration.
    setInt(bytes, indexOf(bytes, "mdhd") + 20, 8_000);
    setInt(bytes, indexOf(bytes, "mvhd") + 20, 1_000);

    assertFailsAs("too-long", file("liar.mov", bytes));
  }

  @Test
  void anIndexMadeToFillTheMemoryIsRefusedBeforeItIsLoaded() throws Exception {
    byte[] bytes = Files.readAllBytes(media.audio("small.m4a", 1, 44_100, "-c:a aac"));
    // Flags, one size for all samples, number of samples.
    int sizes = indexOf(bytes, "stsz");
    setInt(bytes, sizes + 8, 1);
    setInt(bytes, sizes + 12, 400_000_000);

    assertFailsAs("too-long", file("bomb.m4a", bytes));
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
    int index = indexOf(whole, "moov");
    int data = indexOf(whole, "mdat");
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

  private void assertFailsAs(String type, Path input) {
    assertThat(failure(input).type()).isEqualTo(type);
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

  private static Path firstBytes(Path file, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return file(
        "first-" + share + "-" + file.getFileName(),
        Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  private static int indexOf(byte[] bytes, String name) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
  }

  private static void replace(byte[] bytes, String name, String other) {
    byte[] letters = other.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(letters, 0, bytes, indexOf(bytes, name), letters.length);
  }

  private static void setInt(byte[] bytes, int offset, int value) {
    ByteBuffer.wrap(bytes).putInt(offset, value);
  }

  Mp3Transcoder transcoder(TranscodeLimits limits) {
    return new Mp3Transcoder(TestMedia.TOOLS, limits);
  }
}
