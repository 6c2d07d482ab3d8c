package org.asyncjob.engine;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the workers of this node get their jobs: from the queue and, where many nodes share the jobs,
 * from workers that are dead.
 */
final class Claims {

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Transitions transitions;
  private final Retries retries;
  private final boolean takesOver;

  /** Claims of this process of which the store did not say whether they were written. */
  private final ConcurrentMap<JobId, Job> doubtful = new ConcurrentHashMap<>();

  /**
   * Creates it.
   *
   * @param takesOver whether a call for a job that is running means that its worker is dead
   */
  Claims(Transitions transitions, Retries retries, boolean takesOver) {
    this.transitions = transitions;
    this.retries = retries;
    this.takesOver = takesOver;
  }

  /**
   * Claims a job for the calling worker.
   *
   * @throws JobStoreException if the store does not answer; call it again for this job then, as the
   *     claim may have been written
   */
  Claim of(JobId id) {
    Claim claim = transitions.claim(id, this::choose, claimed -> doubtful.put(id, claimed));
    doubtful.remove(id);
    return claim;
  }

  /**
   * The same for a job that was stored a moment ago: it need not be read if nobody has changed it
   * since.
   */
  Claim of(Job stored) {
    JobId id = stored.id();
    Optional<Claim> claim =
        transitions.claim(stored, this::choose, claimed -> doubtful.put(id, claimed));
    return claim.isPresent() ? claim.get() : of(id);
  }

  /** Whether a worker that is called for a job has something to do. */
  boolean isToBeRun(Job job) {
    return switch (job.state()) {
      case QUEUED -> true;
      case RUNNING -> isOwn(job);
      case SUCCEEDED, FAILED, CANCELED -> false;
    };
  }

  private Claim choose(Job job) {
    return switch (job.state()) {
      case QUEUED ->
          retries.pause(job).isZero()
              ? new Claim.Won(transitions.running(job))
              : new Claim.TooEarly(job);
      case RUNNING -> takesOver ? takenOver(job) : ownOrNothing(job);
      case SUCCEEDED, FAILED, CANCELED -> new Claim.Nothing();
    };
  }

  private Claim takenOver(Job job) {
    if (job.cancelRequested()) {
      return new Claim.Ended(transitions.canceled(job));
    }
    if (!retries.mayStart(job)) {
      LOG.warn("{} is given up after {} attempts", job, job.attempt());
      return new Claim.Ended(transitions.exhausted(job));
    }
    LOG.warn("the worker of {} is dead or cut off; attempt {} starts", job, job.attempt() + 1);
    return new Claim.Won(transitions.running(job));
  }

  private Claim ownOrNothing(Job job) {
    return isOwn(job) ? new Claim.Won(job) : new Claim.Nothing();
  }

  private boolean isOwn(Job job) {
    Job claimed = doubtful.get(job.id());
    return claimed != null && Transitions.isClaim(claimed, job);
  }
}
