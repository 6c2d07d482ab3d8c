package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private Instant wall = NOON;
  private long nanos = Long.MAX_VALUE - 5;
  private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos, DAY);

  @Test
  void itGoesAsTheClockThatItFollows() {
    passes(Duration.ofHours(30));

    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(30)));
  }

  @Test
  void aJumpForwardIsFollowedWhenAsMuchTimeHasPassedAsAnythingStays() {
    wall = wall.plus(DAY);
    assertThat(clock.instant()).isEqualTo(NOON);

    passes(DAY);
    assertThat(clock.instant()).isEqualTo(NOON.plus(DAY));

    passes(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void aJumpForwardAndBackLeavesNothingBehind() {
    wall = wall.plus(DAY);
    clock.instant();
    wall = wall.minus(DAY);

    assertThat(clock.instant()).isEqualTo(NOON);
    passes(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void aJumpBackIsFollowedAtOnceAsNothingExpiresSoonerForIt() {
    wall = wall.minus(DAY);

    assertThat(clock.instant()).isEqualTo(NOON.minus(DAY));
  }

  @Test
  void secondsAreNoJump() {
    wall = wall.plusSeconds(9);

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void tenSecondsAreNoJumpAndMoreIsOne() {
    wall = wall.plusSeconds(10);
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));

    wall = wall.plusSeconds(11);
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
  }

  private void passes(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }
}
