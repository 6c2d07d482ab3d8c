package org.asyncjob;

import java.util.EnumSet;
import java.util.Set;

/** Where a job stands. This is the only table of transitions in the project. */
public enum JobState {
  /** Accepted and stored; waits for a worker. */
  QUEUED,
  /** A worker has claimed it. */
  RUNNING,
  /** Finished; there is a result. */
  SUCCEEDED,
  /** Finished; there is a failure that says why. */
  FAILED,
  /** Finished because somebody asked for its end. */
  CANCELED;

  /**
   * Whether a job in this state may change to {@code next}. A queued job may fail without having
   * run (its attempts are used up, its kind is gone); a running one may go back to the queue (its
   * worker was shut down, or its attempt failed and is followed by another one). What is finished
   * stays as it is.
   */
  public boolean canBecome(JobState next) {
    return successors().contains(next);
  }

  /** Whether this state is final. */
  public boolean isFinished() {
    return successors().isEmpty();
  }

  private Set<JobState> successors() {
    return switch (this) {
      case QUEUED -> EnumSet.of(RUNNING, FAILED, CANCELED);
      case RUNNING -> EnumSet.of(QUEUED, SUCCEEDED, FAILED, CANCELED);
      case SUCCEEDED, FAILED, CANCELED -> EnumSet.noneOf(JobState.class);
    };
  }
}
