package org.asyncjob.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the jobs that an earlier process left unfinished. */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final JobStore store;
  private final Transitions transitions;
  private final Retries retries;
  private final Housekeeping housekeeping;

  Recovery(JobStore store, Transitions transitions, Retries retries, Housekeeping housekeeping) {
    this.store = store;
    this.transitions = transitions;
    this.retries = retries;
    this.housekeeping = housekeeping;
  }

  /** Returns the jobs that are to run, the earliest created first; the others are ended. */
  List<Job> unfinished() {
    List<Job> queued = new ArrayList<>();
    for (Job job : store.unfinished()) {
      if (job.state() == JobState.QUEUED) {
        queued.add(job);
      } else {
        recovered(job)
            .ifPresent(
                recovered -> {
                  if (recovered.state().isFinished()) {
                    job.request().input().ifPresent(housekeeping::delete);
                  } else {
                    queued.add(recovered);
                  }
                });
      }
    }
    return queued;
  }

  private Optional<Job> recovered(Job orphan) {
    boolean mayRunAgain = orphan.attempt() < retries.attempts(orphan.request().kind());
    return mayRunAgain || orphan.cancelRequested()
        ? transitions.recovered(orphan)
        : givenUp(orphan);
  }

  private Optional<Job> givenUp(Job orphan) {
    LOG.warn("{} is given up after {} attempts", orphan, orphan.attempt());
    return transitions.failed(
        orphan.id(),
        new JobFailure(
            "attempts-exhausted",
            "Attempts exhausted",
            orphan.attempt() == 1
                ? "The work was started once, was interrupted and is given up."
                : "The work was started %d times, was interrupted again and is given up."
                    .formatted(orphan.attempt())));
  }
}
