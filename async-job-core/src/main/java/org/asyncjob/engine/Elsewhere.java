package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.asyncjob.Job;
import org.asyncjob.JobProgress;
import org.asyncjob.JobState;
import org.asyncjob.spi.SharedJobExecutor;

/** How long jobs still take that this node does not run, as far as the store tells. */
final class Elsewhere {

  /** As long as free nodes may take to see a job that waits, it may have a node already. */
  private static final Duration UNNOTICED = Duration.ofSeconds(2);

  private final Workload workload;
  private final Handlers handlers;
  private final InstantSource clock;
  private final SharedJobExecutor executor;

  Elsewhere(Workload workload, Handlers handlers, InstantSource clock, SharedJobExecutor executor) {
    this.workload = workload;
    this.handlers = handlers;
    this.clock = clock;
    this.executor = executor;
  }

  /** How long the work of a job takes, waiting not counted. */
  Duration work(Job job) {
    return workload.expected(job.request().kind(), handlers.estimate(job.request()));
  }

  /** How long an unfinished job that does not pause will still take. */
  Duration remaining(Job job) {
    return job.state() == JobState.RUNNING
        ? remainingOfRunning(job)
        : untilItsTurn(job).plus(work(job));
  }

  private Duration untilItsTurn(Job job) {
    QueuePace pace = workload.pace();
    if (pace.isKnown()) {
      return pace.untilItsTurn(job.created());
    }
    int waiting = executor.waiting().orElse(0);
    Instant now = clock.instant();
    if (waiting <= 1 && Duration.between(job.created(), now).compareTo(UNNOTICED) < 0) {
      return Duration.ZERO;
    }
    // Until there is a pace, as if this node alone worked on what waits: others make it shorter.
    double ahead = Math.max(0, waiting - 1) * pace.partBefore(job.created(), now);
    double turns = ahead / executor.parallelism();
    return workload
        .nextFree(executor.parallelism())
        .plusNanos((long) (turns * work(job).toNanos()));
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
