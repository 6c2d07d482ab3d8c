package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast a queue moves that many nodes share, seen from one of them: the jobs that begin here are
 * a sample of all, and each says which moment of submissions has its turn. Safe for many threads.
 */
final class QueuePace {

  private static final double FADING = 0.95;
  private static final Duration NO_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final LongSupplier nanoTime;
  private @Nullable Instant front;
  private long frontNanos;
  private double moved;
  private double passed;

  QueuePace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A job has its turn.
   *
   * @param waited since it was created
   */
  synchronized void hasBegun(Instant created, Duration waited) {
    long now = nanoTime.getAsLong();
    if (front == null || waited.compareTo(NO_WAIT) < 0) {
      moved = 0;
      passed = 0;
    } else if (created.isAfter(front)) {
      moved = FADING * moved + Duration.between(front, created).toNanos();
      passed = FADING * passed + (now - frontNanos);
    } else {
      return; // a later attempt of an older job
    }
    front = created;
    frontNanos = now;
  }

  /** Whether enough jobs have had to wait here to tell. */
  synchronized boolean isKnown() {
    return moved > 0 && passed > 0;
  }

  /** Which part of all that wait comes before a job that was created then: from 0 to 1. */
  synchronized double partBefore(Instant created, Instant now) {
    if (front == null || !now.isAfter(front)) {
      return 1;
    }
    double part =
        (double) Duration.between(front, created).toNanos()
            / Duration.between(front, now).toNanos();
    return Math.max(0, Math.min(1, part));
  }

  /** How long a job still waits that was created then; zero if its turn may be any moment. */
  synchronized Duration untilItsTurn(Instant created) {
    if (front == null || !created.isAfter(front)) {
      return Duration.ZERO;
    }
    double slowness = moved > 0 && passed > 0 ? passed / moved : 0;
    double wait = Duration.between(front, created).toNanos() * slowness;
    double left = wait - (nanoTime.getAsLong() - frontNanos);
    return Duration.ofNanos(Math.min((long) Math.max(0, left), LONGEST.toNanos()));
  }
}
