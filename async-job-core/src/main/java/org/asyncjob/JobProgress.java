package org.asyncjob;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a job is.
 *
 * @param percent 0 to 100
 * @param phase a word for people, e.g. {@code transcoding}
 * @param remaining the handler's own estimate of the work still to do, where it has one
 */
public record JobProgress(int percent, String phase, Optional<Duration> remaining) {

  /** Nothing done yet, nobody at work. */
  public static final JobProgress QUEUED = new JobProgress(0, "queued", Optional.empty());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code percent} is outside 0 to 100
   */
  public JobProgress {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("progress of " + percent + " % is not within 0 to 100");
    }
  }
}
