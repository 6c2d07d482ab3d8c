package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConversionSpeedTest {

  private static final long TEN_MEBIBYTES = 10 << 20;

  private final ConversionSpeed speed = new ConversionSpeed();

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

    assertThat(speed.estimate(TEN_MEBIBYTES)).isEqualTo(before);
  }
}
