package org.asyncjob.engine;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
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
import java.util.function.Predicate;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that are stored and cannot be handed to the executor yet: because they pause after an
 * attempt that failed, because it has no room, or because the store did not answer. They are names
 * only, and hold no thread each. Pauses are measured here, whatever becomes of the clock meanwhile.
 */
final class Backlog {

  static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final Duration AGAIN_WHEN_FULL = Duration.ofMillis(100);

  /** How many a thread that has other things to do hands on; the rest is the own thread's. */
  private static final int SHARE = 16;

  private final JobStore store;
  private final Predicate<Job> isToBeRun;
  private final Consumer<Job> handOn;
  private final Consumer<JobId> ended;
  private final Deque<JobId> due = new ConcurrentLinkedDeque<>();
  private final AtomicInteger size = new AtomicInteger();
  private final Map<JobId, Future<?>> pausing = new ConcurrentHashMap<>();

  /** Of those that are due, some that were read a moment ago. */
  private final Map<JobId, Job> fresh = new ConcurrentHashMap<>();

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean willBeCalled = new AtomicBoolean();
  private final Outage outage =
      new Outage(LOG, "jobs that wait cannot be handed on: that is tried again");
  private final ScheduledThreadPoolExecutor timer;
  private volatile boolean isStuck;

  // Of the one thread at a time that hands on; the counter of calls makes them visible to the next.
  private @Nullable JobId lastFailed;
  private boolean hasFailedTwice;

  /**
   * Creates it.
   *
   * @param isToBeRun whether there is something to do for a job as it stands
   * @param handOn gives a job to the executor, or throws as that does
   * @param ended forgets a job that has ended while it was here
   */
  Backlog(JobStore store, Predicate<Job> isToBeRun, Consumer<Job> handOn, Consumer<JobId> ended) {
    this.store = store;
    this.isToBeRun = isToBeRun;
    this.handOn = handOn;
    this.ended = ended;
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

  /** Fills it on its own thread, again until that has worked, and hands on what is due. */
  void begin(Runnable filling) {
    later(
        () -> {
          try {
            filling.run();
            outage.succeeded();
          } catch (RuntimeException e) {
            outage.failed(e);
            later(() -> begin(filling), AGAIN_AFTER_FAILURE);
          }
          resume(Integer.MAX_VALUE);
        },
        Duration.ZERO);
  }

  /** Takes a job that is due; {@link #resume} hands it on. */
  void add(JobId id) {
    size.incrementAndGet();
    due.addLast(id);
  }

  /** Takes jobs that are due, as they have just been read, and hands on as many as possible. */
  void addAll(List<Job> jobs) {
    jobs.forEach(job -> fresh.put(job.id(), job));
    jobs.forEach(job -> add(job.id()));
    resume(Integer.MAX_VALUE);
    fresh.clear(); // the others are looked at again when there is room
  }

  /** Takes a job that is due some time later, and is handed on then. */
  void addIn(Duration pause, JobId id) {
    pausing.compute(id, (same, before) -> later(() -> becomesDue(id), pause).orElse(null));
  }

  /** Forgets a job that pauses; one that is due is looked at again before it is handed on. */
  void remove(JobId id) {
    Future<?> pause = pausing.remove(id);
    if (pause != null) {
      pause.cancel(false);
    }
  }

  /** Whether none is due. */
  boolean isEmpty() {
    return due.isEmpty();
  }

  /** How many are due. */
  int size() {
    return size.get();
  }

  /** Whether some are due and there was room for them a moment ago. */
  boolean isBeingHandedOn() {
    return !isStuck && !due.isEmpty();
  }

  /**
   * Hands on what is due, the first first, until the executor is full; a few at once, more on a
   * thread of its own. To be called whenever there may be room again; called by many threads at
   * once, or from within, one does it.
   */
  void resume() {
    resume(SHARE);
  }

  /** Hands on nothing any more. What is left stays in the store for the next start. */
  void close() {
    timer.shutdown();
  }

  private void resume(int share) {
    if (due.isEmpty() || calls.getAndIncrement() > 0) {
      return;
    }
    int answered = 1;
    do {
      handOnAll(share);
      answered = calls.addAndGet(-answered);
    } while (answered > 0);
  }

  private void becomesDue(JobId id) {
    pausing.remove(id);
    add(id);
    resume(Integer.MAX_VALUE);
  }

  private void handOnAll(int share) {
    int handedOn = 0;
    for (JobId id = due.pollFirst(); id != null; id = due.pollFirst()) {
      Optional<Duration> again = handedOn++ < share ? handOn(id) : Optional.of(Duration.ZERO);
      if (again.isPresent()) {
        putBack(id);
        callIn(again.get());
        return;
      }
      size.decrementAndGet();
      if (timer.isShutdown()) {
        return;
      }
    }
  }

  /** To its place; one that has failed twice lets the others by: it may be the only one to fail. */
  private void putBack(JobId id) {
    if (hasFailedTwice) {
      hasFailedTwice = false;
      due.addLast(id);
    } else {
      due.addFirst(id);
    }
  }

  /** Returns nothing if that is done with, or when to try it again. */
  private Optional<Duration> handOn(JobId id) {
    try {
      handOnAsItStands(id);
      isStuck = false;
      outage.succeeded();
      return Optional.empty();
    } catch (QueueFullException | EngineClosedException e) {
      isStuck = true;
      return Optional.of(AGAIN_WHEN_FULL);
    } catch (RuntimeException e) {
      isStuck = true;
      hasFailedTwice = id.equals(lastFailed);
      lastFailed = id;
      outage.failed(e);
      return Optional.of(AGAIN_AFTER_FAILURE);
    }
  }

  private void handOnAsItStands(JobId id) {
    Optional<Job> job = Optional.ofNullable(fresh.get(id)).or(() -> store.find(id));
    if (job.isEmpty() || job.get().state().isFinished()) {
      ended.accept(id);
    } else {
      job.filter(isToBeRun).ifPresent(handOn);
    }
  }

  /** An executor may have room later than the runner has returned, which nobody hears of. */
  private void callIn(Duration pause) {
    if (willBeCalled.compareAndSet(false, true)) {
      later(
          () -> {
            willBeCalled.set(false);
            resume(Integer.MAX_VALUE);
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
