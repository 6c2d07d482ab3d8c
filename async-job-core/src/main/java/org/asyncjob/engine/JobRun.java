package org.asyncjob.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobProgress;
import org.asyncjob.JobResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one claimed job on a worker thread: from its start to an outcome. */
final class JobRun {

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private final Job job;
  private final BooleanSupplier closing;
  private final long startNanos = System.nanoTime();
  private final List<Blob> made = new CopyOnWriteArrayList<>();
  private volatile JobProgress progress = new JobProgress(0, "starting", Optional.empty());
  private volatile long progressNanos = startNanos;
  private volatile Job latest;
  private volatile @Nullable CorruptedInputException corruption;
  private volatile boolean isInputTrusted;
  private @Nullable JobProgress written;
  private @Nullable Thread worker;
  private boolean cancelRequested;
  private boolean over;

  JobRun(Job job, BooleanSupplier closing) {
    this.job = job;
    latest = job;
    this.closing = closing;
  }

  /** The snapshot with which this run claimed the job. */
  Job job() {
    return job;
  }

  /** Calls the handler on the current thread. */
  AttemptEnd run(RegisteredHandler<?> handler, RunContext context) {
    begin();
    try {
      JobResult result = handler.run(context);
      return corrupted().orElseGet(() -> new AttemptEnd.Done(result));
    } catch (JobFailedException e) {
      return corrupted().orElseGet(() -> new AttemptEnd.Failed(e.failure(), e));
    } catch (Exception | Error e) {
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

  /** Ends the handler's work as {@link #cancel} does: the job is another worker's now, or gone. */
  void lose() {
    LOG.warn("{} is not this worker's any more; what it makes of it is refused", job);
    cancel();
  }

  /**
   * The same, unless its handler has ended: the claim is lost then because this run has written how
   * that went.
   */
  void loseUnlessOver() {
    boolean isNews;
    synchronized (this) {
      isNews = !over && !cancelRequested;
    }
    if (isNews) {
      lose();
    }
  }

  /** The job as it was last seen in the store, by this node's rounds. */
  Job latest() {
    return latest;
  }

  void saw(Job job) {
    latest = job;
  }

  /** How far the job is, if that has changed since it was last written. For one thread. */
  Optional<JobProgress> unwritten() {
    JobProgress now = progress();
    return now.equals(written) ? Optional.empty() : Optional.of(now);
  }

  /** The progress was written, which has made this of the job. For one thread. */
  void wrote(JobProgress progress, Job job) {
    written = progress;
    latest = job;
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

  /** How far the job is: never less than an earlier attempt has reached. */
  JobProgress progress() {
    JobProgress latest = progress;
    int reached = job.progress().percent();
    return latest.percent() >= reached
        ? latest
        : new JobProgress(reached, latest.phase(), latest.remaining());
  }

  /** The handler has stored something. */
  void made(Blob blob) {
    made.add(blob);
  }

  /** All that the handler has stored, its result included. */
  List<Blob> made() {
    return made;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /**
   * How long the rest will take: by the handler's word, or by the part that is done.
   *
   * @param planned how long all of it was expected to take
   */
  Duration remaining(Duration planned) {
    JobProgress latest = progress;
    return latest
        .remaining()
        .map(told -> told.minus(Duration.ofNanos(System.nanoTime() - progressNanos)))
        .orElseGet(() -> Extrapolation.remaining(planned, elapsed(), latest.percent()));
  }

  /** The input is not what was submitted: whatever the handler makes of it does not count. */
  void found(CorruptedInputException corruption) {
    this.corruption = corruption;
  }

  private Optional<AttemptEnd> corrupted() {
    return Optional.ofNullable(corruption)
        .map(cause -> new AttemptEnd.Failed(CorruptedInputException.FAILURE, cause));
  }

  /** Nothing can have happened to the input since it was stored. */
  void trustInput() {
    isInputTrusted = true;
  }

  boolean isInputTrusted() {
    return isInputTrusted;
  }

  private AttemptEnd stopped(Throwable failure) {
    if (isCancelRequested() || closing.getAsBoolean()) {
      LOG.debug("{} stopped", job, failure);
      return new AttemptEnd.Stopped();
    }
    return new AttemptEnd.Failed(Mishaps.failure(failure), failure);
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
    over = true;
    Thread.interrupted();
  }
}
