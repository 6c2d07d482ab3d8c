package org.asyncjob.engine;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an executor's thread does with the id of a job: claim it, run it, write how it ended. */
final class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Map<String, RegisteredHandler<?>> handlers;
  private final Transitions transitions;
  private final Workload workload;
  private final Workplace workplace;
  private final BooleanSupplier closing;

  Worker(
      Map<String, RegisteredHandler<?>> handlers,
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

  /** Runs one job to its end; one that is not queued any more is left alone. Throws nothing. */
  void run(JobId id) {
    try {
      transitions.started(id).ifPresent(this::run);
    } catch (RuntimeException e) {
      LOG.error("job {} stays as it is until the next start of this node", id, e);
    } finally {
      workload.gone(id);
    }
  }

  private void run(Job claimed) {
    JobRun run = new JobRun(claimed, closing);
    workload.started(run);
    if (isCancelRequested(claimed)) {
      run.cancel();
    }
    end(run, outcome(run));
  }

  private Optional<JobOutcome> outcome(JobRun run) {
    String kind = run.job().request().kind();
    RegisteredHandler<?> handler = handlers.get(kind);
    if (handler == null) {
      return Optional.of(
          new JobFailure(
              "unknown-kind",
              "Unknown kind of job",
              "This service does not do jobs of the kind \"" + kind + "\" any more."));
    }
    try (RunContext context = workplace.contextOf(run)) {
      return run.run(handler, context);
    }
  }

  /** A cancellation that came between the claim and {@code workload.started} found no run. */
  private boolean isCancelRequested(Job claimed) {
    return transitions.isCancelRequested(claimed.id());
  }

  private void end(JobRun run, Optional<JobOutcome> outcome) {
    Optional<Job> ended =
        outcome.isPresent()
            ? transitions.ended(run.job(), outcome.get(), run.progress())
            : transitions.givenBack(run.job(), run.progress());
    if (ended.filter(job -> job.state() == JobState.SUCCEEDED).isPresent()) {
      workload.succeeded(run.job().id(), run.elapsed());
    } else if (outcome.orElse(null) instanceof JobResult.Bytes unwanted) {
      workplace.housekeeping().delete(unwanted.blob());
    }
    if (ended.filter(job -> job.state().isFinished()).isPresent()) {
      run.job().request().input().ifPresent(workplace.housekeeping()::delete);
    }
  }
}
