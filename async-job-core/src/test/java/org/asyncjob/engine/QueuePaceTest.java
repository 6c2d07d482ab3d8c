package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long jobs of a queue wait of which this node sees a part. */
class QueuePaceTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private long seconds;
  private final QueuePace pace = new QueuePace(() -> Duration.ofSeconds(seconds).toNanos());

  @Test
  void ofAQueueThatNobodyHasSeenNothingIsSaid() {
    assertThat(pace.untilItsTurn(NOON)).isZero();
  }

  @Test
  void whereJobsBeginAtOnceNobodyWaits() {
    begins(NOON, 0);
    begins(NOON.plusSeconds(10), 0);

    assertThat(pace.untilItsTurn(NOON.plusSeconds(11))).isZero();
  }

  @Test
  void aBurstOfSubmissionsIsWorkedOffAsFastAsItWasSoFar() {
    // One job was submitted each second, and it takes two seconds until the next one begins here.
    for (int job = 1; job <= 50; job++) {
      seconds += 2;
      begins(NOON.plusSeconds(job), job + 5);
    }

    assertThat(pace.untilItsTurn(NOON.plusSeconds(150)))
        .isBetween(Duration.ofSeconds(199), Duration.ofSeconds(201));
    seconds += 10;
    assertThat(pace.untilItsTurn(NOON.plusSeconds(150)))
        .isBetween(Duration.ofSeconds(189), Duration.ofSeconds(191));
    seconds += 1_000;
    assertThat(pace.untilItsTurn(NOON.plusSeconds(150))).isZero();
  }

  @Test
  void olderJobsThatComeLateChangeNothing() {
    for (int job = 1; job <= 50; job++) {
      seconds += 2;
      begins(NOON.plusSeconds(job), job + 5);
      begins(NOON, 1_000);
    }

    assertThat(pace.untilItsTurn(NOON.plusSeconds(150)))
        .isBetween(Duration.ofSeconds(199), Duration.ofSeconds(201));
  }

  private void begins(Instant created, long waited) {
    pace.hasBegun(created, Duration.ofSeconds(waited));
  }
}
