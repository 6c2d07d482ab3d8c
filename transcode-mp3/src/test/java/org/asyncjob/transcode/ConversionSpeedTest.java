package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionSpeedTest {

  private static final long TEN_MEBIBYTES = 10 << 20;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ConversionSpeed speed = new ConversionSpeed();

  @TempDir Path directory;

  @Test
  void estimatesComeCloserToWhatConversionsTake() {
    for (int i = 0; i < 20; i++) {
      speed.learn(TEN_MEBIBYTES, Duration.ofSeconds(30));
    }

    assertThat(speed.estimate(TEN_MEBIBYTES))
        .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    assertThat(speed.estimate(2 * TEN_MEBIBYTES))
        .isBetween(Duration.ofSeconds(58), Duration.ofSeconds(61));
  }

  @Test
  void anEmptyFileTeachesNothing() {
    Duration before = speed.estimate(TEN_MEBIBYTES);

    speed.learn(0, Duration.ofHours(1));
    speed.learnAudio(Duration.ZERO, 1, Duration.ofHours(1));

    assertThat(speed.estimate(TEN_MEBIBYTES)).isEqualTo(before);
    assertThat(speed.ofAudio(MINUTE, 1)).isEmpty();
  }

  @Test
  void audioTakesTheShorterTheMoreCoresEncodeIt() {
    speed.learnAudio(MINUTE, 2, Duration.ofSeconds(3));

    assertThat(speed.ofAudio(MINUTE, 1)).contains(Duration.ofSeconds(6));
    assertThat(speed.ofAudio(MINUTE, 4)).contains(Duration.ofMillis(1500));
  }

  @Test
  void afterARestartItGoesOnWithWhatWasLearned() throws IOException {
    Path file = directory.resolve("speed.properties");
    ConversionSpeed before = ConversionSpeed.keptIn(file);
    before.learn(TEN_MEBIBYTES, Duration.ofSeconds(30));
    before.learnAudio(MINUTE, 1, Duration.ofSeconds(6));

    ConversionSpeed after = ConversionSpeed.keptIn(file);

    assertThat(after.estimate(TEN_MEBIBYTES)).isEqualTo(before.estimate(TEN_MEBIBYTES));
    assertThat(after.ofAudio(MINUTE, 1)).contains(Duration.ofSeconds(6));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seconds-per-mebibyte=fast",
        "seconds-per-mebibyte=-1\ncore-seconds-per-second-of-audio=NaN",
        "\\u00zz"
      })
  void whatCannotBeReadIsLearnedAnew(String content) throws IOException {
    Path file = directory.resolve("speed.properties");
    Files.writeString(file, content);

    ConversionSpeed speed = ConversionSpeed.keptIn(file);

    assertThat(speed.estimate(TEN_MEBIBYTES)).isEqualTo(this.speed.estimate(TEN_MEBIBYTES));
    assertThat(speed.ofAudio(MINUTE, 1)).isEmpty();
  }

  @Test
  void whatCannotBeKeptCostsNoConversion() {
    ConversionSpeed speed = ConversionSpeed.keptIn(directory.resolve("missing/speed.properties"));

    speed.learnAudio(MINUTE, 1, Duration.ofSeconds(6));

    assertThat(speed.ofAudio(MINUTE, 1)).contains(Duration.ofSeconds(6));
  }
}
