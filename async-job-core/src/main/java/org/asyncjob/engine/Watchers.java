package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/**
 * Wakes those who wait for the end of a job. They hold no thread; two threads, which never run
 * jobs, answer them.
 */
final class Watchers {

  private static final int THREADS = 2;

  private final Function<JobId, Optional<Job>> find;
  private final ConcurrentMap<JobId, Set<Waiting>> waiting = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor threads;

  Watchers(Function<JobId, Optional<Job>> find) {
    this.find = find;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "job-watchers-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Completed when the job has finished, the time is over, or this is closed. */
  CompletableFuture<Job> await(Job job, Duration atMost) {
    Waiting entry = new Waiting(job, find);
    waiting.compute(
        entry.id(),
        (id, present) -> {
          Set<Waiting> set = present == null ? ConcurrentHashMap.newKeySet(1) : present;
          set.add(entry);
          return set;
        });
    Runnable callOff = later(entry::giveUp, atMost);
    CompletableFuture<Job> answered =
        entry
            .end()
            .whenComplete(
                (end, failure) -> {
                  callOff.run();
                  forget(entry);
                });
    // It may have finished after the caller looked and before anybody could be told.
    later(entry::lookAgain, Duration.ZERO);
    return answered;
  }

  /** A job will not change any more. Cheap where nobody waits. */
  void finished(JobId id) {
    Set<Waiting> entries = waiting.get(id);
    if (entries != null) {
      entries.forEach(entry -> later(entry::lookAgain, Duration.ZERO));
    }
  }

  /** Answers everybody with how their job stands. */
  void close() {
    threads.shutdown();
    waiting.values().forEach(entries -> entries.forEach(Waiting::giveUp));
  }

  private void forget(Waiting entry) {
    waiting.computeIfPresent(
        entry.id(),
        (id, entries) -> {
          entries.remove(entry);
          return entries.isEmpty() ? null : entries;
        });
  }

  /** Runs something later, or at once if this was closed; returns a way to call it off. */
  private Runnable later(Runnable task, Duration delay) {
    try {
      Future<?> scheduled = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException e) {
      task.run();
      return () -> {};
    }
  }
}
