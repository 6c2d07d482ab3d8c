package org.asyncjob.engine;

import java.time.Duration;
import java.time.InstantSource;
import org.asyncjob.Job;
import org.asyncjob.JobProgress;
import org.asyncjob.JobState;

/** How long jobs still take that this node does not run, as far as the store tells. */
final class Elsewhere {

  private final Workload workload;
  private final Handlers handlers;
  private final InstantSource clock;

  Elsewhere(Workload workload, Handlers handlers, InstantSource clock) {
    this.workload = workload;
    this.handlers = handlers;
    this.clock = clock;
  }

  /** How long the work of a job takes, waiting not counted. */
  Duration work(Job job) {
    return workload.expected(job.request().kind(), handlers.estimate(job.request()));
  }

  /** How long an unfinished job that does not pause will still take. */
  Duration remaining(Job job) {
    return job.state() == JobState.RUNNING
        ? remainingOfRunning(job)
        : workload.pace().untilItsTurn(job.created()).plus(work(job));
  }

  private Duration remainingOfRunning(Job job) {
    JobProgress progress = job.progress();
    if (progress.remaining().isPresent()) {
      return progress.remaining().get();
    }
    // The other node's clock may be ahead of ours.
    Duration elapsed =
        job.started()
            .map(started -> Duration.between(started, clock.instant()))
            .filter(time -> !time.isNegative())
            .orElse(Duration.ZERO);
    return Extrapolation.remaining(work(job), elapsed, progress.percent());
  }
}
