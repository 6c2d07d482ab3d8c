package org.asyncjob.engine;

import java.time.Duration;

/**
 * How long an unfinished job will still take, and when to ask again.
 *
 * @param remaining waiting in the queue and work, in whole seconds, 1 s or more
 * @param pollEvery in whole seconds: 1 s for short work, at most 30 s
 */
public record Estimate(Duration remaining, Duration pollEvery) {

  private static final int POLLS = 15;
  private static final long LONGEST_POLL_SECONDS = 30;

  static Estimate of(Duration remaining) {
    long seconds = wholeSeconds(remaining);
    long poll = Math.min(LONGEST_POLL_SECONDS, Math.max(1, seconds / POLLS));
    return new Estimate(Duration.ofSeconds(seconds), Duration.ofSeconds(poll));
  }

  private static long wholeSeconds(Duration duration) {
    return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
  }
}
