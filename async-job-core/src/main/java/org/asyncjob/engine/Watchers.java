package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who wait for a job what becomes of it. A waiter is an entry in a map and holds no
 * thread; a few threads, which never run jobs, deliver the news.
 */
final class Watchers {

  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
  private static final int THREADS = 2;

  private final Function<JobId, Optional<Job>> find;
  private final ConcurrentMap<JobId, Set<Entry>> entries = new ConcurrentHashMap<>();
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

  /**
   * Watches a job: tells how it stands at once, then each change.
   *
   * @param pause the shortest time between two calls, the last one excepted
   */
  Watch watch(JobId id, JobWatcher watcher, Duration pause) {
    return add(new Entry(id, watcher, pause.toNanos(), false));
  }

  /**
   * Watches a job for its end: tells how it stands at once, and when it will not change any more.
   */
  Watch watchEnd(JobId id, JobWatcher watcher) {
    return add(new Entry(id, watcher, 0, true));
  }

  private Watch add(Entry entry) {
    entries.compute(
        entry.id,
        (id, present) -> {
          Set<Entry> watching = present == null ? ConcurrentHashMap.newKeySet(1) : present;
          watching.add(entry);
          return watching;
        });
    schedule(entry::deliver, 0);
    return entry::end;
  }

  /** Runs something later, and at once if this was closed; returns a way to call it off. */
  Runnable after(Duration delay, Runnable task) {
    return schedule(task, delay.toNanos());
  }

  /** There is news of a job. Cheap, and cheaper still where nobody watches. */
  void changed(JobId id) {
    Set<Entry> watching = entries.get(id);
    if (watching != null) {
      watching.forEach(Entry::deliverWhenDue);
    }
  }

  /** A job will not change any more. */
  void finished(JobId id) {
    Set<Entry> watching = entries.get(id);
    if (watching != null) {
      watching.forEach(entry -> schedule(entry::deliver, 0));
    }
  }

  /** Tells everybody how their jobs stand, for the last time. */
  void close() {
    threads.shutdown();
    entries.values().forEach(watching -> watching.forEach(Entry::deliverLast));
  }

  private Runnable schedule(Runnable task, long delayNanos) {
    try {
      Future<?> scheduled = threads.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException e) {
      task.run();
      return () -> {};
    }
  }

  /** One watch. No lock is held while the watcher is called that anybody who has news needs. */
  private final class Entry {

    private final JobId id;
    private final JobWatcher watcher;
    private final long pauseNanos;
    private final boolean onlyEnd;
    private final Lock calling = new ReentrantLock();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile long lastNanos;
    private volatile boolean ended;

    Entry(JobId id, JobWatcher watcher, long pauseNanos, boolean onlyEnd) {
      this.id = id;
      this.watcher = watcher;
      this.pauseNanos = pauseNanos;
      this.onlyEnd = onlyEnd;
      lastNanos = System.nanoTime() - pauseNanos;
    }

    /** However much news there is, one delivery is due at a time. */
    void deliverWhenDue() {
      if (!onlyEnd && due.compareAndSet(false, true)) {
        long sinceLast = System.nanoTime() - lastNanos;
        schedule(this::deliver, Math.max(0, pauseNanos - sinceLast));
      }
    }

    void deliver() {
      due.set(false);
      lastNanos = System.nanoTime();
      tell(false);
    }

    void deliverLast() {
      tell(true);
    }

    void end() {
      ended = true;
      entries.computeIfPresent(
          id,
          (key, watching) -> {
            watching.remove(this);
            return watching.isEmpty() ? null : watching;
          });
    }

    private void tell(boolean last) {
      calling.lock();
      try {
        if (ended) {
          return;
        }
        Optional<Job> job = find.apply(id);
        job.ifPresent(watcher::changed);
        if (last || job.isEmpty() || job.get().state().isFinished()) {
          end();
          watcher.ended();
        }
      } catch (RuntimeException e) {
        LOG.warn("job {} cannot be told to one who watches it, who is left out from now on", id, e);
        end();
      } finally {
        calling.unlock();
      }
    }
  }
}
