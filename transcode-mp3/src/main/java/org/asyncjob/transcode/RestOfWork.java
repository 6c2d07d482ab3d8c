package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Optional;

/**
 * How long work will still take that goes on evenly: at first by what such work took before, then
 * more and more by how it goes.
 */
final class RestOfWork {

  /** After this time what was expected and what is seen count the same. */
  private static final double SECONDS_TO_TRUST = 0.25;

  private final Optional<Duration> planned;
  private final long start;
  private final double firstShare;

  /**
   * Begins now.
   *
   * @param planned for all of it, if anything is known of it
   * @param now in nanoseconds
   * @param share 0 to 1 of it is done
   */
  RestOfWork(Optional<Duration> planned, long now, double share) {
    this.planned = planned;
    this.start = now;
    this.firstShare = share;
  }

  /**
   * Returns the rest.
   *
   * @param now in nanoseconds
   * @param share 0 to 1 of it is done
   */
  Duration at(long now, double share) {
    double left = 1 - share;
    double elapsed = (now - start) / 1e9;
    double done = share - firstShare;
    Optional<Double> byPlan = planned.map(duration -> duration.toNanos() / 1e9 * left);
    if (done <= 0 || elapsed <= 0) {
      return seconds(byPlan.orElse(0.0));
    }
    double bySight = elapsed / done * left;
    double trust = elapsed / (elapsed + SECONDS_TO_TRUST);
    return seconds(trust * bySight + (1 - trust) * byPlan.orElse(bySight));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
