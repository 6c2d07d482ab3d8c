package org.asyncjob.engine;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an executor's thread does with the id of a job: claim it, run it, write how it ended. */
final class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Handlers handlers;
  private final Transitions transitions;
  private final Workload workload;
  private final Workplace workplace;
  private final BooleanSupplier closing;

  Worker(
      Handlers handlers,
      Transitions transitions,
      Workload workload,
      Workplace workplace,
      BooleanSupplier closing) {
    this.handlers = handlers;
    this.transitions = transitions;
    this.workload = workload;
    this.workplace = workplace;
    this.closing = closing;
  }

  void deleteLeftovers() {
    workplace.workDirectories().deleteLeftovers();
  }

  /**
   * Runs one job to its end. Throws nothing.
   *
   * @param again takes the job if it is to have another attempt
   * @return false if there was nothing to run: it is not queued any more
   */
  boolean run(JobId id, Consumer<Job> again) {
    Optional<Job> claimed = Optional.empty();
    Optional<Job> written = Optional.empty();
    try {
      claimed = transitions.started(id);
      written = claimed.flatMap(this::run);
    } catch (RuntimeException | Error e) {
      LOG.error("job {} stays as it is until the next start of this node", id, e);
    } finally {
      workload.gone(id);
    }
    written.filter(this::isToRunAgain).ifPresent(again);
    return claimed.isPresent();
  }

  private boolean isToRunAgain(Job job) {
    return job.state() == JobState.QUEUED && !closing.getAsBoolean();
  }

  private Optional<Job> run(Job claimed) {
    JobRun run = new JobRun(claimed, closing);
    workload.started(run);
    if (isCancelRequested(claimed)) {
      run.cancel();
    }
    AttemptEnd end = attempt(run);
    Optional<Job> written = written(run, end);
    cleanUp(run, end, written);
    return written;
  }

  private AttemptEnd attempt(JobRun run) {
    String kind = run.job().request().kind();
    Optional<RegisteredHandler<?>> handler = handlers.find(kind);
    if (handler.isEmpty()) {
      JobFailure failure =
          new JobFailure(
              "unknown-kind",
              "Unknown kind of job",
              "This service does not do jobs of the kind \"" + kind + "\" any more.");
      return new AttemptEnd.Failed(failure, new JobFailedException(failure));
    }
    try (RunContext context = workplace.contextOf(run)) {
      return run.run(handler.get(), context);
    }
  }

  /** A cancellation that came between the claim and {@code workload.started} found no run. */
  private boolean isCancelRequested(Job claimed) {
    return transitions.isCancelRequested(claimed.id());
  }

  private Optional<Job> written(JobRun run, AttemptEnd end) {
    Job claimed = run.job();
    if (end instanceof AttemptEnd.Done done) {
      return transitions.ended(claimed, done.result(), run.progress());
    }
    if (end instanceof AttemptEnd.Failed failed) {
      Optional<Instant> again = handlers.retries().after(claimed, failed.cause());
      if (again.isPresent()) {
        LOG.warn(
            "attempt {} of {} failed; the next one starts after {}",
            claimed.attempt(),
            claimed,
            again.get(),
            failed.cause());
        return transitions.retried(claimed, run.progress(), again.get());
      }
      log(claimed, failed);
      return transitions.ended(claimed, failed.failure(), run.progress());
    }
    return transitions.givenBack(claimed, run.progress());
  }

  private static void log(Job job, AttemptEnd.Failed failed) {
    if (failed.cause() instanceof JobFailedException) {
      LOG.info("{} failed: {}", job, failed.failure(), failed.cause().getCause());
    } else {
      LOG.error("{} failed unexpectedly", job, failed.cause());
    }
  }

  /** Deletes what nobody needs any more; what another attempt works on is kept. */
  private void cleanUp(JobRun run, AttemptEnd end, Optional<Job> written) {
    Set<Blob> unwanted = new LinkedHashSet<>(run.made());
    Optional<Blob> result =
        end instanceof AttemptEnd.Done done && done.result() instanceof JobResult.Bytes bytes
            ? Optional.of(bytes.blob())
            : Optional.empty();
    if (written.filter(job -> job.state() == JobState.SUCCEEDED).isPresent()) {
      workload.succeeded(run.job().id(), run.elapsed());
      result.ifPresent(unwanted::remove);
    } else {
      result.ifPresent(unwanted::add);
    }
    if (written.filter(job -> job.state().isFinished()).isPresent()) {
      run.job().request().input().ifPresent(unwanted::add);
    }
    unwanted.forEach(workplace.housekeeping()::delete);
  }
}
