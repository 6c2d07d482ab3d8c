package org.asyncjob.jdbc;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.JobId;

/** What the threads of this node are at. Safe for many threads. */
final class LeasedRuns {

  private final Set<LeasedRun> runs = new LinkedHashSet<>();
  private boolean closed;

  /** Begins a run on the calling thread; nothing after {@link #close}. */
  synchronized Optional<LeasedRun> begin(JobId id) {
    if (closed) {
      return Optional.empty();
    }
    LeasedRun run = new LeasedRun(id);
    runs.add(run);
    return Optional.of(run);
  }

  void end(LeasedRun run) {
    run.ended();
    synchronized (this) {
      runs.remove(run);
      notifyAll();
    }
  }

  /** The run of a job, if there is one here: that of the calling thread rather than another. */
  synchronized Optional<LeasedRun> find(JobId id) {
    Optional<LeasedRun> found = Optional.empty();
    for (LeasedRun run : runs) {
      if (run.id().equals(id) && (found.isEmpty() || !found.get().isOnThisThread())) {
        found = Optional.of(run);
      }
    }
    return found;
  }

  synchronized int count() {
    return runs.size();
  }

  /** From now on none begins. Returns false if that was so already. */
  synchronized boolean close() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized List<LeasedRun> all() {
    return List.copyOf(runs);
  }

  /** Waits until there is none. Returns false if that takes longer. */
  synchronized boolean isIdleWithin(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!runs.isEmpty()) {
      long rest = deadline - System.nanoTime();
      if (rest <= 0) {
        return false;
      }
      wait(rest / 1_000_000, (int) (rest % 1_000_000));
    }
    return true;
  }
}
