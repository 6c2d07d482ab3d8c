package org.asyncjob.engine;

import org.asyncjob.JobFailure;
import org.asyncjob.JobResult;

/** How one attempt at a job ended. */
sealed interface AttemptEnd {

  /** The handler has done its work. */
  record Done(JobResult result) implements AttemptEnd {}

  /**
   * The handler has failed.
   *
   * @param failure what the submitter may read, should this be the last attempt
   * @param cause what was thrown
   */
  record Failed(JobFailure failure, Throwable cause) implements AttemptEnd {}

  /** It was told to stop, and did not come to an end before. */
  record Stopped() implements AttemptEnd {}
}
