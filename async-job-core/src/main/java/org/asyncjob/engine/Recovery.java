package org.asyncjob.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.JobStore.Place;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the jobs that an earlier process left unfinished, while this one accepts and runs others
 * already.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** Few enough to be in memory at once, whatever their options are. */
  private static final int PAGE = 500;

  private final JobStore store;
  private final Transitions transitions;
  private final Claims claims;
  private final Retries retries;
  private final Housekeeping housekeeping;

  /** Jobs of this process, and those that were seen to; nothing once there are no others. */
  private volatile @Nullable Set<JobId> known = ConcurrentHashMap.newKeySet();

  // Of the one thread that recovers.
  private JobState stage = JobState.RUNNING;
  private Place reached = Place.START;

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
   * Hands on the jobs that are to run, page by page, and ends the others: first those that had a
   * worker, then those that waited, the earliest created first.
   *
   * @param left takes a page
   * @param closing whether to stop after a page
   * @throws JobStoreException if the store does not answer; called again, it goes on
   */
  void handOn(Consumer<List<Job>> left, BooleanSupplier closing) {
    Set<JobId> ours = known;
    while (ours != null && !closing.getAsBoolean()) {
      List<Job> page = store.unfinished(stage, reached, PAGE);
      List<Job> theirs = page.stream().filter(job -> !ours.contains(job.id())).toList();
      if (stage == JobState.RUNNING) {
        theirs.forEach(orphan -> handOnOrphan(orphan, ours, left));
      } else {
        left.accept(theirs);
      }
      if (!page.isEmpty()) {
        reached = Place.of(page.get(page.size() - 1));
      } else if (stage == JobState.RUNNING) {
        stage = JobState.QUEUED;
        reached = Place.START;
      } else {
        known = null;
        return;
      }
    }
  }

  private void handOnOrphan(Job orphan, Set<JobId> ours, Consumer<List<Job>> left) {
    Optional<Job> toBeRun = toBeRun(orphan);
    ours.add(orphan.id()); // which waits from now on, and must not be found once more
    toBeRun.map(List::of).ifPresent(left);
  }

  private Optional<Job> toBeRun(Job orphan) {
    Optional<Job> recovered = recovered(orphan);
    if (recovered.filter(now -> now.state().isFinished()).isPresent()) {
      orphan.request().input().ifPresent(housekeeping::delete);
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
