package org.asyncjob.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/** Somebody who waits for the end of a job: an entry in a map, not a thread. */
final class Waiting {

  private final Job first;
  private final Function<JobId, Optional<Job>> find;
  private final CompletableFuture<Job> end = new CompletableFuture<>();

  Waiting(Job first, Function<JobId, Optional<Job>> find) {
    this.first = first;
    this.find = find;
  }

  JobId id() {
    return first.id();
  }

  CompletableFuture<Job> end() {
    return end;
  }

  /** Ends the wait with a job that has finished. */
  void finished(Job job) {
    end.complete(job);
  }

  /** Ends the wait if the job has finished or is gone. */
  void lookAgain() {
    answer(false);
  }

  /** Ends the wait with the job as it stands. */
  void giveUp() {
    answer(true);
  }

  private void answer(boolean whatever) {
    try {
      Optional<Job> job = find.apply(first.id());
      if (whatever || job.isEmpty() || job.get().state().isFinished()) {
        end.complete(job.orElse(first));
      }
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }
}
