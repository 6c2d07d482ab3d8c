package org.asyncjob.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/**
 * Jobs that were stored here a moment ago, as they were stored: a worker that is called for one of
 * them at once need not read it. Of a few only, for what waits longer is read again anyway. Safe
 * for many threads.
 */
final class FreshJobs {

  private static final int MOST = 64;

  private final Map<JobId, Job> jobs = new LinkedHashMap<>();

  /** Remembers a job, and forgets the oldest one if these are too many. */
  synchronized void add(Job job) {
    jobs.put(job.id(), job);
    if (jobs.size() > MOST) {
      jobs.remove(jobs.keySet().iterator().next());
    }
  }

  /** Returns a job if it is remembered, and forgets it. */
  synchronized Optional<Job> take(JobId id) {
    return Optional.ofNullable(jobs.remove(id));
  }

  /** Forgets a job. */
  synchronized void remove(JobId id) {
    jobs.remove(id);
  }
}
