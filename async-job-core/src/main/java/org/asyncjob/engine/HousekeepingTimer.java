package org.asyncjob.engine;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs housekeeping on one daemon thread: what expires once a minute, or after a short pause while
 * there is more to do; blobs that no job knows soon after the start and then once an hour.
 */
final class HousekeepingTimer {

  private static final Logger LOG = LoggerFactory.getLogger(HousekeepingTimer.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration FIRST_SWEEP = Duration.ofSeconds(10);
  private static final Duration SWEEP_PERIOD = Duration.ofHours(1);

  private final Housekeeping housekeeping;
  private final Duration orphans;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "job-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Creates it.
   *
   * @param orphans how long blobs stay that no job refers to
   */
  HousekeepingTimer(Housekeeping housekeeping, Duration orphans) {
    this.housekeeping = housekeeping;
    this.orphans = orphans;
  }

  void start() {
    after(Duration.ZERO, this::expire);
    after(FIRST_SWEEP, this::sweep);
  }

  void close() {
    thread.shutdownNow();
  }

  private void expire() {
    boolean isMore = housekeeping.expire();
    after(isMore ? PAUSE : PERIOD, this::expire);
  }

  private void sweep() {
    housekeeping.sweep(orphans);
    after(SWEEP_PERIOD, this::sweep);
  }

  private void after(Duration pause, Runnable turn) {
    try {
      Future<?> unused = thread.schedule(turn, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closed", e);
    }
  }
}
