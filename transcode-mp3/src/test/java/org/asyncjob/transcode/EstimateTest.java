package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of the time that a conversion will take. */
class EstimateTest {

  @TempDir Path directory;

  private Path speed;
  private Path clip;
  private final List<Told> told = new ArrayList<>();

  private record Told(int percent, String phase, Duration remaining) {}

  @BeforeEach
  void makeAClip() throws Exception {
    speed = directory.resolve("speed.properties");
    clip = new TestMedia(directory).clip("clip.mp4", 7.5);
  }

  @Test
  void theFirstConversionOfAMachineTellsATimeOnceItSeesHowItGoes() throws Exception {
    convert();

    assertThat(told).isNotEmpty();
    assertThat(told.get(0).percent()).isGreaterThan(1);
  }

  @Test
  void laterOnesTellOneAsSoonAsTheFileIsProbedAlsoAfterARestart() throws Exception {
    convert();
    told.clear();

    convert();

    Told first = told.get(0);
    assertThat(first.percent()).isEqualTo(1);
    assertThat(first.phase()).isEqualTo("transcoding");
    assertThat(first.remaining()).isGreaterThan(Duration.ofMillis(10));
  }

  @Test
  void theLastTimeThatIsToldIsShort() throws Exception {
    convert();

    Told last = told.get(told.size() - 1);
    assertThat(last.percent()).isEqualTo(99);
    assertThat(last.remaining()).isEqualTo(Duration.ofMillis(10));
  }

  /** As after a restart: nothing is left but the file. */
  private void convert() throws Exception {
    Mp3Transcoder transcoder =
        new Mp3Transcoder(
            TestMedia.TOOLS, TranscodeLimits.defaults(), ConversionSpeed.keptIn(speed));
    TranscodeListener listener =
        new TranscodeListener() {
          @Override
          public void progress(int percent, String phase) {
            // Without a time.
          }

          @Override
          public void progress(int percent, String phase, Duration remaining) {
            told.add(new Told(percent, phase, remaining));
          }
        };
    transcoder.transcode(clip, directory.resolve("result.mp3"), Mp3Options.defaults(), listener);
  }
}
