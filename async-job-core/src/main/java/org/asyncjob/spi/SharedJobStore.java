package org.asyncjob.spi;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;

/**
 * A job store that the engines of many nodes use at once, each through an object of its own, so
 * that any of them can answer for any job. What one object's methods have changed, the others' see.
 */
public interface SharedJobStore extends JobStore {

  /**
   * Has the listener called soon after another object has changed a job. A hint, so that waiting
   * clients need not wait for the next look: calls may be missing, repeated or without a cause.
   * Called once, before the store's other methods, by an engine that starts.
   *
   * @param changed is called on a thread of the store's, returns soon and throws nothing
   */
  void listen(Consumer<JobId> changed);

  /**
   * Returns the latest snapshots of those of these jobs that exist, in any order. One call costs
   * about one trip to where the jobs are.
   *
   * @param ids of up to some thousands of jobs
   * @throws JobStoreException if the store cannot be reached
   */
  List<Job> findAll(Collection<JobId> ids);
}
