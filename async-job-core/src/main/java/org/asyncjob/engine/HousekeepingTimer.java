package org.asyncjob.engine;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs housekeeping once a minute on one daemon thread. */
final class HousekeepingTimer {

  private final Housekeeping housekeeping;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "job-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  HousekeepingTimer(Housekeeping housekeeping) {
    this.housekeeping = housekeeping;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Housekeeping lets no exception out
  void start() {
    thread.scheduleWithFixedDelay(housekeeping, 0, 1, TimeUnit.MINUTES);
  }

  void close() {
    thread.shutdownNow();
  }
}
