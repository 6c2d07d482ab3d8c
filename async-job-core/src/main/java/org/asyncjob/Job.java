package org.asyncjob;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one job at one moment: an immutable snapshot. Every change makes a new
 * snapshot with the next {@link #revision}; {@code JobStore.replace} lets only one of two writers
 * that read the same revision win.
 */
public final class Job {

  private final JobId id;
  private final long revision;
  private final JobRequest request;
  private final JobState state;
  private final int attempt;
  private final boolean cancelRequested;
  private final JobProgress progress;
  private final @Nullable JobOutcome outcome;
  private final Instant created;
  private final @Nullable Instant notBefore;
  private final @Nullable Instant started;
  private final @Nullable Instant finished;
  private final Instant expires;
  private final boolean discarded;

  private Job(Builder builder) {
    id = builder.id;
    revision = builder.revision;
    request = builder.request;
    state = builder.state;
    attempt = builder.attempt;
    cancelRequested = builder.cancelRequested;
    progress = builder.progress;
    outcome = builder.outcome;
    created = builder.created;
    notBefore = builder.notBefore;
    started = builder.started;
    finished = builder.finished;
    expires = builder.expires;
    discarded = builder.discarded;
  }

  /**
   * Starts the first snapshot of a new job: revision 1, queued, not attempted yet.
   *
   * @param created when it was accepted; {@link #expires} is the same until set
   */
  public static Builder builder(JobId id, JobRequest request, Instant created) {
    return new Builder(id, request, created);
  }

  /** Starts the next snapshot: this one with the revision increased by one. */
  public Builder next() {
    Builder builder = new Builder(id, request, created);
    builder.revision = revision + 1;
    builder.state = state;
    builder.attempt = attempt;
    builder.cancelRequested = cancelRequested;
    builder.progress = progress;
    builder.outcome = outcome;
    builder.notBefore = notBefore;
    builder.started = started;
    builder.finished = finished;
    builder.expires = expires;
    builder.discarded = discarded;
    return builder;
  }

  /** The name of the job. */
  public JobId id() {
    return id;
  }

  /** 1 for the first snapshot, one more for each that follows. */
  public long revision() {
    return revision;
  }

  /** What was asked for. */
  public JobRequest request() {
    return request;
  }

  /** Where the job stands. */
  public JobState state() {
    return state;
  }

  /** How many workers have started on it: 0 while it waits for the first. */
  public int attempt() {
    return attempt;
  }

  /** Whether somebody has asked for its end; it may still be running. */
  public boolean cancelRequested() {
    return cancelRequested;
  }

  /** How far it was when this snapshot was made. */
  public JobProgress progress() {
    return progress;
  }

  /** The result of a job that succeeded. */
  public Optional<JobResult> result() {
    return outcome instanceof JobResult result ? Optional.of(result) : Optional.empty();
  }

  /** The failure of a job that failed. */
  public Optional<JobFailure> failure() {
    return outcome instanceof JobFailure failure ? Optional.of(failure) : Optional.empty();
  }

  /** When it was accepted. */
  public Instant created() {
    return created;
  }

  /**
   * Until when it pauses after an attempt that failed, if one has; no worker starts on it before.
   * It stays known when that time is over.
   */
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }

  /** When the latest attempt started. */
  public Optional<Instant> started() {
    return Optional.ofNullable(started);
  }

  /** When it reached a final state. */
  public Optional<Instant> finished() {
    return Optional.ofNullable(finished);
  }

  /**
   * When housekeeping has to look at it: a finished job is discarded then, a discarded one
   * forgotten. Says nothing about an unfinished one.
   */
  public Instant expires() {
    return expires;
  }

  /** Whether its files are gone and only the memory of it is left. */
  public boolean discarded() {
    return discarded;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Job that
        && id.equals(that.id)
        && revision == that.revision
        && request.equals(that.request)
        && state == that.state
        && attempt == that.attempt
        && cancelRequested == that.cancelRequested
        && progress.equals(that.progress)
        && Objects.equals(outcome, that.outcome)
        && created.equals(that.created)
        && Objects.equals(notBefore, that.notBefore)
        && Objects.equals(started, that.started)
        && Objects.equals(finished, that.finished)
        && expires.equals(that.expires)
        && discarded == that.discarded;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, revision);
  }

  @Override
  public String toString() {
    return "job " + id + " " + request.kind() + " " + state + " revision " + revision;
  }

  /** Collects the parts of one snapshot. Not safe for many threads. */
  public static final class Builder {

    private final JobId id;
    private final JobRequest request;
    private final Instant created;
    private long revision = 1;
    private JobState state = JobState.QUEUED;
    private int attempt;
    private boolean cancelRequested;
    private JobProgress progress = JobProgress.QUEUED;
    private @Nullable JobOutcome outcome;
    private @Nullable Instant notBefore;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private Instant expires;
    private boolean discarded;

    private Builder(JobId id, JobRequest request, Instant created) {
      this.id = id;
      this.request = request;
      this.created = created;
      this.expires = created;
    }

    /** Sets the revision; only a store that reads a job back has a use for this. */
    public Builder revision(long revision) {
      this.revision = revision;
      return this;
    }

    /** Sets the state; {@link JobState#canBecome} is for the caller to respect. */
    public Builder state(JobState state) {
      this.state = state;
      return this;
    }

    /** Sets how many workers have started on it. */
    public Builder attempt(int attempt) {
      this.attempt = attempt;
      return this;
    }

    /** Sets whether somebody has asked for its end. */
    public Builder cancelRequested(boolean cancelRequested) {
      this.cancelRequested = cancelRequested;
      return this;
    }

    /** Sets how far it is. */
    public Builder progress(JobProgress progress) {
      this.progress = progress;
      return this;
    }

    /** Sets how the work ended. */
    public Builder outcome(JobOutcome outcome) {
      this.outcome = outcome;
      return this;
    }

    /** Leaves out how the work ended; for a job whose result is not to be kept. */
    public Builder noOutcome() {
      this.outcome = null;
      return this;
    }

    /** Sets until when it pauses after an attempt that failed. */
    public Builder notBefore(Instant notBefore) {
      this.notBefore = notBefore;
      return this;
    }

    /** Sets when the latest attempt started. */
    public Builder started(Instant started) {
      this.started = started;
      return this;
    }

    /** Sets when it reached a final state. */
    public Builder finished(Instant finished) {
      this.finished = finished;
      return this;
    }

    /** Sets when housekeeping has to look at it. */
    public Builder expires(Instant expires) {
      this.expires = expires;
      return this;
    }

    /** Sets whether its files are gone. */
    public Builder discarded(boolean discarded) {
      this.discarded = discarded;
      return this;
    }

    /** Returns the snapshot. */
    public Job build() {
      return new Job(this);
    }
  }
}
