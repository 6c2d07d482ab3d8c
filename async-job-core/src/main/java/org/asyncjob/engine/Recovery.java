package org.asyncjob.engine;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the jobs that an earlier process left unfinished, while this one accepts and runs others
 * already.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final JobStore store;
  private final Transitions transitions;
  private final Claims claims;
  private final Retries retries;
  private final Housekeeping housekeeping;

  /** Jobs of this process, and those that were seen to; nothing once there are no others. */
  private volatile @Nullable Set<JobId> known = ConcurrentHashMap.newKeySet();

  Recovery(
      JobStore store,
      Transitions transitions,
      Claims claims,
      Retries retries,
      Housekeeping housekeeping) {
    this.store = store;
    this.transitions = transitions;
    this.claims = claims;
    this.retries = retries;
    this.housekeeping = housekeeping;
  }

  Claims claims() {
    return claims;
  }

  /** A job of this process is about to be stored: whatever becomes of it, it was not left. */
  void accepting(JobId id) {
    Set<JobId> ours = known;
    if (ours != null) {
      ours.add(id);
    }
  }

  /**
   * Hands on the jobs that are to run, the earliest created first, and ends the others.
   *
   * @throws JobStoreException if the store does not answer; called again, it goes on
   */
  void handOn(Consumer<Job> left) {
    Set<JobId> ours = known;
    if (ours == null) {
      return;
    }
    for (Job job : store.unfinished()) {
      if (!ours.contains(job.id())) {
        toBeRun(job).ifPresent(left);
        ours.add(job.id());
      }
    }
    known = null;
  }

  private Optional<Job> toBeRun(Job job) {
    if (job.state() == JobState.QUEUED) {
      return Optional.of(job);
    }
    Optional<Job> recovered = recovered(job);
    if (recovered.filter(now -> now.state().isFinished()).isPresent()) {
      job.request().input().ifPresent(housekeeping::delete);
      return Optional.empty();
    }
    return recovered;
  }

  private Optional<Job> recovered(Job orphan) {
    if (retries.mayStart(orphan) || orphan.cancelRequested()) {
      return transitions.recovered(orphan);
    }
    LOG.warn("{} is given up after {} attempts", orphan, orphan.attempt());
    return transitions.givenUp(orphan);
  }
}
