package org.asyncjob.engine;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobProgress;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an executor's thread does with the id of a job: claim it, run it, write how it ended. */
final class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Handlers handlers;
  private final Claims claims;
  private final Transitions transitions;
  private final Workload workload;
  private final Workplace workplace;
  private final BooleanSupplier closing;
  private final FinalWrites finalWrites;
  private final Outage outage =
      new Outage(LOG, "jobs cannot be started, as the store does not answer: they start later");

  Worker(
      Handlers handlers,
      Transitions transitions,
      Workload workload,
      Workplace workplace,
      BooleanSupplier closing) {
    this.handlers = handlers;
    claims = workplace.claims();
    this.transitions = transitions;
    this.workload = workload;
    this.workplace = workplace;
    this.closing = closing;
    finalWrites = new FinalWrites(transitions);
  }

  void deleteLeftovers() {
    workplace.workDirectories().deleteLeftovers();
  }

  /**
   * Runs one job to its end. Throws nothing.
   *
   * @param again takes the job if that was not its end
   * @return false if there was nothing to run
   */
  boolean run(JobId id, Again again) {
    return run(id, () -> claims.of(id), again);
  }

  /** The same for a job that was stored a moment ago. */
  boolean runStored(Job stored, Again again) {
    return run(stored.id(), () -> claims.of(stored), again);
  }

  private boolean run(JobId id, Supplier<Claim> claiming, Again again) {
    workload.claiming(id);
    Claim claim;
    try {
      claim = claiming.get();
      outage.succeeded();
    } catch (JobStoreException e) {
      outage.failed(e);
      workload.gone(id);
      again.unknown(id);
      return false;
    } catch (RuntimeException | Error e) {
      LOG.error("job {} cannot be started", id, e);
      workload.gone(id);
      again.unknown(id);
      return false;
    }
    if (claim instanceof Claim.Won won) {
      run(won.job(), again);
      return true;
    }
    workload.gone(id);
    if (claim instanceof Claim.Ended ended) {
      ended.job().request().input().ifPresent(workplace.housekeeping()::delete);
    } else if (claim instanceof Claim.TooEarly early) {
      again.queued(early.job());
    }
    return false;
  }

  /** From now on an interruption means that what cannot be written is left to others. */
  void closing() {
    finalWrites.closing();
  }

  void close() {
    finalWrites.close();
  }

  private void run(Job claimed, Again again) {
    JobRun run = new JobRun(claimed, closing);
    try {
      workload.started(run, handlers::estimate);
      AttemptEnd end = attempt(run);
      Optional<Job> written = written(run, end);
      workload.gone(run);
      written.filter(job -> job.state() == JobState.QUEUED).ifPresent(again::queued);
    } catch (RuntimeException | Error e) {
      LOG.error("{} stays as it is until it is taken over or this node starts again", claimed, e);
      workload.gone(run);
      again.unknown(claimed.id());
    }
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

  private Optional<Job> written(JobRun run, AttemptEnd end) {
    AttemptEnd really = end;
    Optional<Job> written;
    try {
      written = write(run, end);
    } catch (JobStoreException e) {
      throw e; // it may have been written: nothing is deleted
    } catch (RuntimeException e) {
      LOG.error("the store does not take how {} has ended", run.job(), e);
      JobFailure failure = Mishaps.failure(e);
      really = new AttemptEnd.Failed(failure, e);
      written = ended(run, failure);
    }
    cleanUp(run, really, written);
    return written;
  }

  private Optional<Job> write(JobRun run, AttemptEnd end) {
    if (end instanceof AttemptEnd.Done done) {
      return ended(run, done.result());
    }
    if (end instanceof AttemptEnd.Failed failed) {
      return failed(run, failed);
    }
    Job claimed = run.job();
    JobProgress progress = run.progress();
    return write(
        claimed,
        () -> transitions.givenBack(claimed, progress),
        job -> OwnWrites.isGivenBack(claimed, job));
  }

  private Optional<Job> failed(JobRun run, AttemptEnd.Failed failed) {
    Job claimed = run.job();
    Optional<Instant> again = handlers.retries().after(claimed, failed.cause());
    if (again.isEmpty()) {
      log(claimed, failed);
      return ended(run, failed.failure());
    }
    LOG.warn(
        "attempt {} of {} failed; the next one starts after {}",
        claimed.attempt(),
        claimed,
        again.get(),
        failed.cause());
    JobProgress progress = run.progress();
    return write(
        claimed,
        () -> transitions.retried(claimed, progress, again.get()),
        job -> OwnWrites.isRetried(claimed, job));
  }

  private Optional<Job> ended(JobRun run, JobOutcome outcome) {
    Job claimed = run.job();
    JobProgress progress = run.progress();
    return write(
        claimed,
        () -> transitions.ended(claimed, outcome, progress),
        job -> OwnWrites.isEnded(claimed, outcome, job));
  }

  private Optional<Job> write(Job claimed, Supplier<Optional<Job>> write, Predicate<Job> isOwn) {
    return finalWrites.write(claimed, write, isOwn);
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
