package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.transcode.Boxes.box;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4SurveyorTest {

  @TempDir Path directory;

  @Test
  void theTracksOfARealFileAreListed() throws Exception {
    Path clip = new TestMedia(directory).clip("clip.mp4", 2);

    Mp4Survey survey = Mp4Surveyor.survey(clip);

    assertThat(survey.recognized()).isTrue();
    assertThat(survey.index()).isTrue();
    assertThat(survey.cutOff()).isFalse();
    assertThat(survey.tracks())
        .containsExactly(
            new Mp4Track(1, "vide", "mp4v", false, false),
            new Mp4Track(2, "soun", "mp4a", false, false));
    // 10 pictures a second, 44100 / 1024 packets of sound, some at either end
    assertThat(survey.indexEntries()).isBetween(100L, 120L);
  }

  @Test
  void theIndexOfAFragmentedFileIsCounted() throws Exception {
    Path file =
        new TestMedia(directory)
            .audio(
                "fragments.mp4",
                2,
                44_100,
                "-c:a aac -movflags empty_moov+frag_keyframe -frag_duration 500000");

    assertThat(Mp4Surveyor.survey(file).indexEntries()).isBetween(86L, 92L);
  }

  @Test
  void theLowLevelFormsOfBoxesAreRead() throws Exception {
    byte[] index = box("moov", box("trak", box("tkhd", new byte[100])));
    ByteBuffer longSize =
        ByteBuffer.allocate(16).putInt(1).put("free".getBytes(StandardCharsets.US_ASCII));
    longSize.putLong(16);
    byte[] toTheEnd = {0, 0, 0, 0, 'm', 'd', 'a', 't', 1, 2, 3};

    Mp4Survey survey = survey(longSize.array(), index, toTheEnd);

    assertThat(survey.recognized()).isTrue();
    assertThat(survey.index()).isTrue();
    assertThat(survey.cutOff()).isFalse();
    assertThat(survey.tracks()).hasSize(1);
  }

  @Test
  void aBoxThatGoesOnBeyondTheEndIsCutOff() throws Exception {
    byte[] data = box("mdat", new byte[1000]);

    assertThat(survey(box("moov"), Arrays.copyOf(data, 500)).cutOff()).isTrue();
    assertThat(survey(box("moov"), data).cutOff()).isFalse();
  }

  @Test
  void aFileThatDoesNotStartWithAKnownBoxIsNotRecognized() throws Exception {
    assertThat(survey(box("RIFF"), box("moov")).recognized()).isFalse();
    assertThat(survey(new byte[] {1, 2, 3}).recognized()).isFalse();
    assertThat(survey(new byte[0]).recognized()).isFalse();
  }

  @Test
  void boxesInBoxesWithoutEndEndSomewhere() throws Exception {
    int depth = 100_000;
    ByteBuffer nested = ByteBuffer.allocate(depth * 8);
    for (int level = 0; level < depth; level++) {
      nested.putInt(nested.remaining()).put("moov".getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(survey(nested.array()).index()).isTrue();
  }

  @Test
  void hostileSizesAreNotBelieved() throws Exception {
    for (long size : List.of(Long.MAX_VALUE, -1L, Long.MIN_VALUE, 15L, 0L)) {
      ByteBuffer box =
          ByteBuffer.allocate(16).putInt(1).put("moov".getBytes(StandardCharsets.US_ASCII));
      box.putLong(size);

      assertThat(survey(box.array(), box("mdat")).tracks()).isEmpty();
    }
  }

  @Test
  void aRealFileWithAnythingWrongInItIsSurveyedWithoutAComplaint() throws Exception {
    byte[] clip = Files.readAllBytes(new TestMedia(directory).audio("s.m4a", 1, 8_000, "-c:a aac"));
    Random random = new Random(20261123);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = Arrays.copyOf(clip, 1 + random.nextInt(clip.length));
      int wrongBytes = random.nextInt(40);
      for (int i = 0; i < wrongBytes; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }

      Mp4Survey survey = survey(damaged);

      assertThat(survey.indexEntries()).isNotNegative();
      assertThat(survey.coverBytes()).isBetween(0L, (long) damaged.length);
    }
  }

  private Mp4Survey survey(byte[]... parts) throws Exception {
    Path file = directory.resolve("survey.mp4");
    Files.write(file, Boxes.concatenated(parts));
    return Mp4Surveyor.survey(file);
  }
}
