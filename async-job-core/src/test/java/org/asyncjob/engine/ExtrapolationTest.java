package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtrapolationTest {

  /** Of work that was planned to take 100 s. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 100",
    "40, 0, 60",
    "200, 0, 0", // nothing is known but the plan
    "10, 1, 180", // 990 s by the first percent, 90 s by the plan
    "10, 5, 140", // 190 s and 90 s, half and half
    "10, 10, 90",
    "50, 50, 50",
    "80, 20, 320",
    "100, 100, 0"
  })
  void thePlanCountsUntilATenthIsDone(long elapsed, int percent, long expected) {
    Duration remaining =
        Extrapolation.remaining(Duration.ofSeconds(100), Duration.ofSeconds(elapsed), percent);

    assertThat(remaining).isBetween(seconds(expected), seconds(expected).plusMillis(1));
  }

  @Test
  void anEstimateDoesNotJumpWhenTheFirstPercentsComeLate() {
    Duration before = Duration.ZERO;
    for (int percent = 1; percent <= 15; percent++) {
      Duration remaining = Extrapolation.remaining(seconds(100), seconds(5 + percent), percent);

      assertThat(remaining).isLessThan(seconds(200));
      if (percent > 1) {
        assertThat(remaining.minus(before).abs()).isLessThan(seconds(30));
      }
      before = remaining;
    }
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
