package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestOfWorkTest {

  private static final long START = -3;

  @Test
  void beforeAnythingIsSeenThePlanHolds() {
    RestOfWork rest = new RestOfWork(Optional.of(Duration.ofSeconds(10)), START, 0);

    assertThat(rest.at(START, 0)).isEqualTo(Duration.ofSeconds(10));
    assertThat(rest.at(START, 0.5)).isBetween(Duration.ofMillis(4900), Duration.ofMillis(5000));
  }

  @Test
  void whatIsSeenOverrulesThePlanSoon() {
    RestOfWork rest = new RestOfWork(Optional.of(Duration.ofSeconds(10)), START, 0);

    // Three times as slow as planned.
    Duration told = rest.at(after(3), 0.1);

    assertThat(told).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(27));
  }

  @Test
  void withoutAPlanItIsWhatIsSeenAlone() {
    RestOfWork rest = new RestOfWork(Optional.empty(), START, 0);

    assertThat(rest.at(START, 0)).isZero();
    assertThat(rest.at(after(1), 0.25)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatWasDoneBeforeTheClockStartedSaysNothing() {
    RestOfWork rest = new RestOfWork(Optional.empty(), START, 0.2);

    assertThat(rest.at(after(1), 0.4)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void atTheEndNothingIsLeft() {
    RestOfWork rest = new RestOfWork(Optional.of(Duration.ofHours(1)), START, 0);

    assertThat(rest.at(after(2), 1)).isZero();
  }

  private static long after(int seconds) {
    return START + TimeUnit.SECONDS.toNanos(seconds);
  }
}
