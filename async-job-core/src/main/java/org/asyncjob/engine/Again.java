package org.asyncjob.engine;

import org.asyncjob.Job;
import org.asyncjob.JobId;

/** Where jobs go that a worker was called for and has not brought to an end. */
interface Again {

  /** A job is queued; its time may not have come yet. */
  void queued(Job job);

  /** Nothing is known of a job: the store does not answer. It has to be looked at again. */
  void unknown(JobId id);
}
