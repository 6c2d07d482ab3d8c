package org.asyncjob.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What wakes those who wait for a job: one thread that keeps the time and never blocks, and a few
 * that do the telling, which may.
 */
final class WatchThreads {

  private static final Logger LOG = LoggerFactory.getLogger(WatchThreads.class);
  private static final int TELLERS = 8;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor clock;
  private final ThreadPoolExecutor tellers;

  WatchThreads() {
    clock = new ScheduledThreadPoolExecutor(1, daemons("job-watch-clock-"));
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    clock.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
    clock.allowCoreThreadTimeOut(true);
    tellers =
        new ThreadPoolExecutor(
            TELLERS,
            TELLERS,
            IDLE.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            daemons("job-watchers-"));
    tellers.allowCoreThreadTimeOut(true);
  }

  /** Has a teller do it; the caller does after the end. */
  void tell(Runnable task) {
    try {
      tellers.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** Has a teller do it later, or at once after the end; returns a way to call it off. */
  Runnable tellLater(Runnable task, long nanos) {
    try {
      return callOff(clock.schedule(() -> tell(task), nanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      tell(task);
      return () -> {};
    }
  }

  /** Does something quick later, which never blocks; not at all after the end. */
  void later(Runnable task, long nanos) {
    try {
      Future<?> unused = clock.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closed");
    }
  }

  /** Ends when all has been told that is to be told now, or after a while. */
  void close() {
    clock.shutdownNow();
    tellers.shutdown();
    try {
      if (!tellers.awaitTermination(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("not everybody listens to what they waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Runnable callOff(Future<?> planned) {
    return () -> planned.cancel(false);
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
