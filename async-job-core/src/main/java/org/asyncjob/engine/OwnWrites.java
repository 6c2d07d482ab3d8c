package org.asyncjob.engine;

import org.asyncjob.Job;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobState;

/**
 * Tells whether a job is as a run has left it: a store that did not answer may have written what it
 * was told all the same.
 */
final class OwnWrites {

  private OwnWrites() {}

  /** Whether {@link Transitions#ended} has been written. */
  static boolean isEnded(Job claimed, JobOutcome outcome, Job job) {
    boolean isSame =
        job.result()
            .map(outcome::equals)
            .or(() -> job.failure().map(outcome::equals))
            .orElse(false);
    return (isSame && job.attempt() == claimed.attempt()) || isCanceled(claimed, job);
  }

  /** Whether {@link Transitions#retried} has been written. */
  static boolean isRetried(Job claimed, Job job) {
    boolean isQueued = job.state() == JobState.QUEUED && job.attempt() == claimed.attempt();
    return isQueued || isCanceled(claimed, job);
  }

  /** Whether {@link Transitions#givenBack} has been written. */
  static boolean isGivenBack(Job claimed, Job job) {
    boolean isQueued = job.state() == JobState.QUEUED && job.attempt() == claimed.attempt() - 1;
    return isQueued || isCanceled(claimed, job);
  }

  private static boolean isCanceled(Job claimed, Job job) {
    return job.state() == JobState.CANCELED && job.attempt() == claimed.attempt();
  }
}
