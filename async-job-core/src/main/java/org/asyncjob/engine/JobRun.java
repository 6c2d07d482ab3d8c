package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one claimed job on a worker thread: from its start to an outcome. */
final class JobRun {

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final JobFailure UNEXPECTED =
      new JobFailure(
          "internal-error",
          "Internal error",
          "Something went wrong on our side; the operator's log has the details.");

  private final Job job;
  private final BooleanSupplier closing;
  private final long startNanos = System.nanoTime();
  private volatile JobProgress progress = new JobProgress(0, "starting", Optional.empty());
  private volatile long progressNanos = startNanos;
  private @Nullable Thread worker;
  private boolean cancelRequested;

  JobRun(Job job, BooleanSupplier closing) {
    this.job = job;
    this.closing = closing;
  }

  /** The snapshot with which this run claimed the job. */
  Job job() {
    return job;
  }

  /**
   * Calls the handler on the current thread.
   *
   * @return how the work ended, or nothing if it was stopped before it had an outcome
   */
  Optional<JobOutcome> run(RegisteredHandler<?> handler, RunContext context) {
    begin();
    try {
      return Optional.of(handler.run(context));
    } catch (JobFailedException e) {
      LOG.info("{} failed: {}", job, e.failure(), e.getCause());
      return Optional.of(e.failure());
    } catch (InterruptedException e) {
      return stopped(e);
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return stopped(e);
    } finally {
      end();
    }
  }

  /** Asks the handler to end, now or as soon as it starts. */
  synchronized void cancel() {
    cancelRequested = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  synchronized boolean isCancelRequested() {
    return cancelRequested;
  }

  /** Takes news from the handler; never goes back. */
  synchronized void report(int percent, String phase, Optional<Duration> remaining) {
    int forward = Math.max(progress.percent(), Math.min(100, percent));
    progress = new JobProgress(forward, phase, remaining);
    progressNanos = System.nanoTime();
  }

  JobProgress progress() {
    return progress;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** What is left by the handler's word or by the part that is done, if either says something. */
  Optional<Duration> remaining() {
    JobProgress latest = progress;
    if (latest.remaining().isPresent()) {
      Duration age = Duration.ofNanos(System.nanoTime() - progressNanos);
      return latest.remaining().map(told -> told.minus(age));
    }
    int done = latest.percent();
    return done == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(elapsed().toNanos() / done * (100 - done)));
  }

  private Optional<JobOutcome> stopped(Throwable failure) {
    if (isCancelRequested() || closing.getAsBoolean()) {
      LOG.debug("{} stopped", job, failure);
      return Optional.empty();
    }
    LOG.error("{} failed unexpectedly", job, failure);
    return Optional.of(UNEXPECTED);
  }

  private synchronized void begin() {
    worker = Thread.currentThread();
    if (cancelRequested) {
      worker.interrupt();
    }
  }

  /** Forgets the thread, so that a late cancel cannot interrupt what the pool runs next on it. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  private synchronized void end() {
    worker = null;
    Thread.interrupted();
  }
}
