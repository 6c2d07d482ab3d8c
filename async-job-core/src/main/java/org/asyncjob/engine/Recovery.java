package org.asyncjob.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the jobs that an earlier process left unfinished and has them run, as fast as the executor
 * takes them.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final JobStore store;
  private final Transitions transitions;
  private final Consumer<Job> enqueue;
  private final int attempts;
  private final Deque<JobId> backlog = new ArrayDeque<>();

  /**
   * Creates it.
   *
   * @param attempts how often a job may be started before it has to be given up
   */
  Recovery(JobStore store, Transitions transitions, Consumer<Job> enqueue, int attempts) {
    this.store = store;
    this.transitions = transitions;
    this.enqueue = enqueue;
    this.attempts = attempts;
  }

  void start() {
    for (Job job : store.unfinished()) {
      if (job.state() == JobState.RUNNING) {
        recover(job);
      }
      synchronized (this) {
        backlog.add(job.id());
      }
    }
    resume();
  }

  private void recover(Job orphan) {
    if (orphan.attempt() >= attempts) {
      LOG.warn("{} is given up after {} attempts", orphan, orphan.attempt());
      transitions.failed(
          orphan.id(),
          new JobFailure(
              "attempts-exhausted",
              "Attempts exhausted",
              "The work was interrupted %d times and is given up.".formatted(orphan.attempt())));
    } else {
      transitions.recovered(orphan);
    }
  }

  /** Hands on what waits, until the executor is full; called again whenever a job has ended. */
  void resume() {
    Optional<JobId> next = takeNext();
    while (next.isPresent() && handedOn(next.get())) {
      next = takeNext();
    }
  }

  private boolean handedOn(JobId id) {
    Optional<Job> job = store.find(id).filter(found -> found.state() == JobState.QUEUED);
    try {
      job.ifPresent(enqueue);
      return true;
    } catch (QueueFullException e) {
      putBack(id);
      return false;
    } catch (EngineClosedException e) {
      return false; // the next start finds it again
    }
  }

  private synchronized Optional<JobId> takeNext() {
    return Optional.ofNullable(backlog.pollFirst());
  }

  private synchronized void putBack(JobId id) {
    backlog.addFirst(id);
  }
}
