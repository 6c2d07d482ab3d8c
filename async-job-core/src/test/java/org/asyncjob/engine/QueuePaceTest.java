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
  void aPaceIsKnownWhenTwoHaveWaitedAndTimeHasPassed() {
    assertThat(pace.isKnown()).isFalse();
    begins(NOON, 5);
    assertThat(pace.isKnown()).isFalse();
    begins(NOON.plusSeconds(1), 5);
    assertThat(pace.isKnown()).as("both began at the same time").isFalse();
    seconds += 2;
    begins(NOON.plusSeconds(2), 1);
    assertThat(pace.isKnown()).as("a second is a wait").isTrue();
    begins(NOON.plusSeconds(3), 0);
    assertThat(pace.isKnown()).as("the queue was empty").isFalse();
  }

  @Test
  void theShareOfAWaitThatComesBeforeAJobIsFromNothingToAll() {
    assertThat(pace.partBefore(NOON, NOON.plusSeconds(9))).isEqualTo(1);
    begins(NOON, 5);

    assertThat(pace.partBefore(NOON, NOON)).isEqualTo(1);
    assertThat(pace.partBefore(NOON.minusSeconds(1), NOON.plusSeconds(10))).isZero();
    assertThat(pace.partBefore(NOON.plusSeconds(5), NOON.plusSeconds(10))).isEqualTo(0.5);
    assertThat(pace.partBefore(NOON.plusSeconds(11), NOON.plusSeconds(10))).isEqualTo(1);
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
