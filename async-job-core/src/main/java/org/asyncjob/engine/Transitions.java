package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobProgress;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;

/**
 * The only writer of a job after its insertion. Each change is a compare-and-set: of two writers
 * one wins, the other reads again and decides anew.
 */
final class Transitions {

  private static final JobProgress DONE = new JobProgress(100, "done", Optional.empty());

  private final JobStore store;
  private final InstantSource clock;
  private final Duration retention;
  private final Duration tombstones;
  private final Announcements announcements;

  /**
   * Creates it.
   *
   * @param announcements tells of every change that was made
   */
  Transitions(
      JobStore store,
      InstantSource clock,
      Duration retention,
      Duration tombstones,
      Announcements announcements) {
    this.store = store;
    this.clock = clock;
    this.retention = retention;
    this.tombstones = tombstones;
    this.announcements = announcements;
  }

  /**
   * Does with a job what {@code choose} says of it.
   *
   * @param choose what the claim is, given the job as it stands
   * @param doubt hears of a claim that may have been written when this throws
   */
  Claim claim(JobId id, Function<Job, Claim> choose, Consumer<Job> doubt) {
    while (true) {
      Optional<Job> current = store.find(id);
      if (current.isEmpty()) {
        return new Claim.Nothing();
      }
      Optional<Claim> claim = claim(current.get(), choose, doubt);
      if (claim.isPresent()) {
        return claim.get();
      }
    }
  }

  /** The same, with a job as it was seen last; nothing if it has changed since. */
  Optional<Claim> claim(Job seen, Function<Job, Claim> choose, Consumer<Job> doubt) {
    Claim claim = choose.apply(seen);
    Job next =
        claim instanceof Claim.Won won
            ? won.job()
            : claim instanceof Claim.Ended ended ? ended.job() : seen;
    boolean isDone = next.revision() == seen.revision() || isClaimed(seen, next, doubt);
    return isDone ? Optional.of(claim) : Optional.empty();
  }

  private boolean isClaimed(Job current, Job next, Consumer<Job> doubt) {
    try {
      return announcements.change(current, next, () -> store.replace(next));
    } catch (RuntimeException e) {
      doubt.accept(next);
      throw e;
    }
  }

  /** The next snapshot of a job that a worker starts on, be it queued or another worker's. */
  Job running(Job job) {
    // Stores keep microseconds: what is compared with a claim later has to come back as it was.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Job.Builder next = job.state() == JobState.RUNNING ? job.next() : to(job, JobState.RUNNING);
    return next.attempt(job.attempt() + 1).started(now).build();
  }

  /** The last snapshot of a job whose end somebody has asked for. */
  Job canceled(Job job) {
    return finish(job, JobState.CANCELED).build();
  }

  /** The last snapshot of a job that was started as often as it may be. */
  Job exhausted(Job job) {
    return finish(job, JobState.FAILED)
        .outcome(
            new JobFailure(
                "attempts-exhausted",
                "Attempts exhausted",
                job.attempt() == 1
                    ? "The work was started once, was interrupted and is given up."
                    : "The work was started %d times, was interrupted again and is given up."
                        .formatted(job.attempt())))
        .build();
  }

  /**
   * Ends a run of this worker with its outcome, or as cancelled if that was asked for.
   *
   * @param progress how far the run got
   */
  Optional<Job> ended(Job claimed, JobOutcome outcome, JobProgress progress) {
    return changeOwn(
        claimed,
        job -> {
          if (job.cancelRequested()) {
            return finish(job, JobState.CANCELED).progress(progress).build();
          }
          return outcome instanceof JobResult
              ? finish(job, JobState.SUCCEEDED).outcome(outcome).progress(DONE).build()
              : finish(job, JobState.FAILED).outcome(outcome).progress(progress).build();
        });
  }

  /**
   * Gives back a job of this worker that could not be brought to an end.
   *
   * @param progress how far the run got
   */
  Optional<Job> givenBack(Job claimed, JobProgress progress) {
    return changeOwn(
        claimed,
        job -> {
          return job.cancelRequested()
              ? finish(job, JobState.CANCELED).progress(progress).build()
              : queued(job, "queued", progress).attempt(job.attempt() - 1).build();
        });
  }

  /**
   * Puts a job of this worker, whose attempt has failed, back into the queue for another one.
   *
   * @param progress how far the run got
   */
  Optional<Job> retried(Job claimed, JobProgress progress, Instant notBefore) {
    return changeOwn(
        claimed,
        job -> {
          return job.cancelRequested()
              ? finish(job, JobState.CANCELED).progress(progress).build()
              : queued(job, "retrying", progress).notBefore(notBefore).build();
        });
  }

  /** Puts a job, whose worker is known to be dead, back into the queue. */
  Optional<Job> recovered(Job orphan) {
    return change(
        orphan.id(),
        job -> {
          if (!isClaim(orphan, job)) {
            return job;
          }
          return job.cancelRequested()
              ? finish(job, JobState.CANCELED).build()
              : queued(job, "queued", job.progress()).build();
        });
  }

  /** Ends a job whose worker is known to be dead and that may not start again. */
  Optional<Job> givenUp(Job orphan) {
    return change(orphan.id(), job -> isClaim(orphan, job) ? exhausted(job) : job);
  }

  /**
   * Notes that somebody wants the end of a job. One that waits ends at once, one that runs when its
   * worker has stopped, one that has finished stays as it is.
   */
  Optional<Job> cancelRequested(JobId id) {
    return change(
        id,
        job ->
            switch (job.state()) {
              case QUEUED -> finish(job, JobState.CANCELED).cancelRequested(true).build();
              case RUNNING ->
                  job.cancelRequested() ? job : job.next().cancelRequested(true).build();
              case SUCCEEDED, FAILED, CANCELED -> job;
            });
  }

  /**
   * Writes how far a run of this worker is. Nobody is told: those who follow the job here have
   * heard of it from the run.
   *
   * @param seen the job as it stood a moment ago
   * @return the job with that progress; or nothing if it has changed since or is not this worker's
   *     any more, or this would be a step back
   */
  Optional<Job> progressed(Job claimed, Job seen, JobProgress progress) {
    return own(claimed, seen)
        .filter(job -> progress.percent() >= job.progress().percent())
        .map(job -> job.next().progress(progress).build())
        .filter(store::replace);
  }

  /** Returns a job as it stands. */
  Optional<Job> find(JobId id) {
    return store.find(id);
  }

  /** Turns a finished job into a tombstone. */
  Optional<Job> discarded(JobId id) {
    return change(
        id,
        job ->
            job.discarded() || !job.state().isFinished()
                ? job
                : withoutResult(job)
                    .discarded(true)
                    .expires(clock.instant().plus(tombstones))
                    .build());
  }

  /** What is kept with the job goes with this snapshot; the name of a blob tells nothing. */
  private static Job.Builder withoutResult(Job job) {
    boolean isKeptElsewhere =
        job.result().filter(result -> !(result instanceof JobResult.Bytes)).isEmpty();
    return isKeptElsewhere ? job.next() : job.next().noOutcome();
  }

  /**
   * Applies {@code step} until it wins or changes nothing.
   *
   * @return the new snapshot, or nothing if the step left the job as it was or it is gone
   */
  private Optional<Job> change(JobId id, Function<Job, Job> step) {
    while (true) {
      Optional<Job> current = store.find(id);
      if (current.isEmpty()) {
        return current;
      }
      Job next = step.apply(current.get());
      if (next.revision() == current.get().revision()) {
        return Optional.empty();
      }
      if (announcements.change(current.get(), next, () -> store.replace(next))) {
        return Optional.of(next);
      }
    }
  }

  /** Applies {@code step} to a job of this worker as {@link #change} does. */
  private Optional<Job> changeOwn(Job claimed, Function<Job, Job> step) {
    return change(claimed.id(), job -> own(claimed, job).map(step).orElse(job));
  }

  /**
   * Returns a job as it stands if it still belongs to the worker that has claimed it. A store may
   * forget what was written last when it dies ({@link JobStore#replace}); where it has forgotten
   * the claim, and nobody else has started on the job since, that is repeated with the next write.
   */
  static Optional<Job> own(Job claimed, Job job) {
    if (isClaim(claimed, job)) {
      return Optional.of(job);
    }
    boolean isForgotten =
        job.revision() < claimed.revision()
            && job.attempt() < claimed.attempt()
            && !job.state().isFinished();
    return isForgotten
        ? Optional.of(
            claimed.next().revision(job.revision()).cancelRequested(job.cancelRequested()).build())
        : Optional.empty();
  }

  /**
   * Whether a job still belongs to the worker that has claimed it. The attempt alone would not do:
   * one that was given back is started with the same number again.
   */
  static boolean isClaim(Job claimed, Job job) {
    return job.state() == JobState.RUNNING
        && job.attempt() == claimed.attempt()
        && job.started().equals(claimed.started());
  }

  private Job.Builder finish(Job job, JobState state) {
    Instant now = clock.instant();
    return to(job, state).finished(now).expires(now.plus(retention));
  }

  /** What was reached stays: a client that polls sees no step back. */
  private static Job.Builder queued(Job job, String phase, JobProgress reached) {
    return to(job, JobState.QUEUED)
        .progress(new JobProgress(reached.percent(), phase, Optional.empty()));
  }

  private static Job.Builder to(Job job, JobState state) {
    if (!job.state().canBecome(state)) {
      throw new IllegalStateException(job + " cannot become " + state);
    }
    return job.next().state(state);
  }
}
