package org.asyncjob.engine;

import org.asyncjob.Job;

/** What becomes of a worker's call for a job. */
sealed interface Claim {

  /** The job is the caller's to run. */
  record Won(Job job) implements Claim {}

  /** It has ended now instead of running again: cancelled, or started often enough. */
  record Ended(Job job) implements Claim {}

  /** It pauses after an attempt that failed. */
  record TooEarly(Job job) implements Claim {}

  /** It is somebody else's, has ended before, or is gone. */
  record Nothing() implements Claim {}
}
