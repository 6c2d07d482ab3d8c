package org.asyncjob.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that are stored and cannot be handed to the executor yet: because they pause after an
 * attempt that failed, or because it has no room. They are names only, and hold no thread each.
 */
final class Backlog {

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final Duration AGAIN_WHEN_FULL = Duration.ofMillis(100);
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);

  private final JobStore store;
  private final Consumer<Job> handOn;
  private final InstantSource clock;
  private final Deque<JobId> due = new ConcurrentLinkedDeque<>();
  private final Map<JobId, Future<?>> pausing = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean willBeCalled = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor timer;

  /**
   * Creates it.
   *
   * @param handOn gives a job to the executor, or throws as that does
   */
  Backlog(JobStore store, Consumer<Job> handOn, InstantSource clock) {
    this.store = store;
    this.handOn = handOn;
    this.clock = clock;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "job-backlog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** How long a job still has to pause; zero if it need not. */
  Duration pause(Job job) {
    return job.notBefore()
        .filter(any -> job.state() == JobState.QUEUED)
        .map(time -> Duration.between(clock.instant(), time))
        .filter(rest -> !rest.isNegative())
        .orElse(Duration.ZERO);
  }

  /** Takes a job that is queued; {@link #resume} hands it on when its time has come. */
  void add(Job job) {
    Duration pause = pause(job);
    if (pause.isZero()) {
      due.addLast(job.id());
    } else {
      // After a long one it is looked at again: clocks are set, and meanwhile it may be cancelled.
      Duration next = pause.compareTo(LONGEST_DELAY) < 0 ? pause : LONGEST_DELAY;
      pausing.compute(job.id(), (id, before) -> later(() -> becomesDue(id), next).orElse(null));
    }
  }

  /** Forgets a job that pauses; one that is due is looked at again before it is handed on. */
  void remove(JobId id) {
    Future<?> pause = pausing.remove(id);
    if (pause != null) {
      pause.cancel(false);
    }
  }

  /** Whether none waits for room. */
  boolean isEmpty() {
    return due.isEmpty();
  }

  /**
   * Hands on what is due, the first first, until the executor is full. To be called whenever there
   * may be room again; called by many threads at once, or from within, one does it.
   */
  void resume() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered = 1;
    do {
      handOnAll();
      answered = calls.addAndGet(-answered);
    } while (answered > 0);
  }

  /** Hands on nothing any more. What is left stays in the store for the next start. */
  void close() {
    timer.shutdown();
  }

  private void becomesDue(JobId id) {
    pausing.remove(id);
    due.addLast(id);
    resume();
  }

  private void handOnAll() {
    for (JobId id = due.pollFirst(); id != null; id = due.pollFirst()) {
      Optional<Duration> again = handOn(id);
      if (again.isPresent()) {
        due.addFirst(id);
        callIn(again.get());
        return;
      }
    }
  }

  /** Returns nothing if that is done with, or when to try it again. */
  private Optional<Duration> handOn(JobId id) {
    try {
      Optional<Job> queued = store.find(id).filter(job -> job.state() == JobState.QUEUED);
      if (queued.filter(job -> !pause(job).isZero()).isPresent()) {
        add(queued.get());
      } else {
        queued.ifPresent(handOn);
      }
      return Optional.empty();
    } catch (QueueFullException | EngineClosedException e) {
      return Optional.of(AGAIN_WHEN_FULL);
    } catch (RuntimeException e) {
      LOG.warn("job {} cannot be handed on; that is tried again", id, e);
      return Optional.of(AGAIN_AFTER_FAILURE);
    }
  }

  /** An executor may have room later than the runner has returned, which nobody hears of. */
  private void callIn(Duration pause) {
    if (willBeCalled.compareAndSet(false, true)) {
      later(
          () -> {
            willBeCalled.set(false);
            resume();
          },
          pause);
    }
  }

  private Optional<Future<?>> later(Runnable task, Duration delay) {
    try {
      return Optional.of(timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      return Optional.empty(); // closed: the store has it
    }
  }
}
