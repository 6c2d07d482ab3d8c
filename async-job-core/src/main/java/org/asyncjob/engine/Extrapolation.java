package org.asyncjob.engine;

import java.time.Duration;

/** How long work still takes, from how long it was planned to take and how far it has come. */
final class Extrapolation {

  /** From here on what was planned does not count any more. */
  private static final double TRUSTED_PERCENT = 10;

  private Extrapolation() {}

  /**
   * Returns what is left, zero or more. The first percent says little, as work begins with other
   * things than it goes on with: until a tenth is done, the plan counts as well.
   *
   * @param percent 0 to 100
   */
  static Duration remaining(Duration planned, Duration elapsed, int percent) {
    double left = Math.max(0, planned.toNanos() - (double) elapsed.toNanos());
    if (percent == 0) {
      return Duration.ofNanos((long) left);
    }
    double extrapolated = (double) elapsed.toNanos() / percent * (100 - percent);
    double trust = Math.min(1, percent / TRUSTED_PERCENT);
    return Duration.ofNanos((long) (trust * extrapolated + (1 - trust) * left));
  }
}
