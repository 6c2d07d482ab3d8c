package org.asyncjob.executor;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asyncjob.JobId;

/**
 * Threads that belong to somebody else, as long as they run a job. They are interrupted during that
 * and not after it. Safe for many threads.
 */
final class BorrowedThreads {

  private final Set<Run> runs = new HashSet<>();

  synchronized int count() {
    return runs.size();
  }

  /** The jobs that run. */
  synchronized List<JobId> jobs() {
    return runs.stream().map(Run::id).toList();
  }

  /** The calling thread begins with a job. */
  synchronized Run begin(JobId id) {
    Run run = new Run(id, Thread.currentThread());
    runs.add(run);
    return run;
  }

  /** The calling thread has ended a job; an interruption was for that. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  synchronized void end(Run run) {
    runs.remove(run);
    if (run.isInterrupted) {
      Thread.interrupted();
    }
    notifyAll();
  }

  synchronized void interruptAll() {
    for (Run run : runs) {
      run.isInterrupted = true;
      run.thread.interrupt();
    }
  }

  /** Waits until no job runs; returns false if one still does after that time. */
  synchronized boolean isIdleWithin(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!runs.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }

  /** One job on one thread. */
  static final class Run {

    private final JobId id;
    private final Thread thread;
    private boolean isInterrupted;

    private Run(JobId id, Thread thread) {
      this.id = id;
      this.thread = thread;
    }

    JobId id() {
      return id;
    }
  }
}
