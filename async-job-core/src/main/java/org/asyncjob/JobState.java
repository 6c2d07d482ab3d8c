package org.asyncjob;

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
    return switch (this) {
      case QUEUED -> next == RUNNING || next == FAILED || next == CANCELED;
      case RUNNING -> next != RUNNING;
      case SUCCEEDED, FAILED, CANCELED -> false;
    };
  }

  /** Whether this state is final. */
  public boolean isFinished() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELED -> true;
    };
  }
}
