package org.asyncjob.engine;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.asyncjob.spi.JobListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one listener what it is to hear, on a thread of its own, as far as it keeps up. */
final class Audience {

  /** How many calls wait for a listener at most. */
  static final int CAPACITY = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  private final JobListener listener;
  private final AtomicLong missed = new AtomicLong();
  private final ThreadPoolExecutor thread;

  Audience(JobListener listener, int number) {
    this.listener = listener;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(CAPACITY),
            task -> {
              Thread daemon = new Thread(task, "job-listener-" + number);
              daemon.setDaemon(true);
              return daemon;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  /** Has the listener called some time, after all that it was told before. Waits for nothing. */
  void tell(Consumer<JobListener> call) {
    try {
      thread.execute(() -> call(call));
    } catch (RejectedExecutionException e) {
      if (!thread.isShutdown() && missed.getAndIncrement() == 0) {
        LOG.warn(
            "{} does not keep up: {} calls wait for it, others are left out", listener, CAPACITY);
      }
      return;
    }
    if (missed.get() > 0 && thread.getQueue().size() < CAPACITY / 2) {
      reportMissed();
    }
  }

  /** Lets the listener hear what it was told, and leaves out what it has not heard by then. */
  void close(Duration patience) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        missed.addAndGet(thread.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      missed.addAndGet(thread.shutdownNow().size());
      Thread.currentThread().interrupt();
    }
    reportMissed();
  }

  private void call(Consumer<JobListener> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException | Error e) {
      LOG.error("{} has failed; it is told of the next change all the same", listener, e);
    }
  }

  private void reportMissed() {
    long calls = missed.getAndSet(0);
    if (calls > 0) {
      LOG.warn("{} has missed {} calls, as it did not keep up", listener, calls);
    }
  }
}
