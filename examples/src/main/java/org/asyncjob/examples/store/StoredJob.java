package org.asyncjob.examples.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.jspecify.annotations.Nullable;

/** A job as it is in its file: what Jackson can write and read as it stands. */
record StoredJob(
    String id,
    long revision,
    Asked asked,
    JobState state,
    int attempt,
    boolean cancelRequested,
    Progress progress,
    Outcome outcome,
    Times times,
    boolean discarded) {

  record Asked(
      String kind,
      Map<String, Object> options,
      @Nullable Blob input,
      @Nullable String caller,
      @Nullable String idempotencyKey) {}

  record Progress(int percent, String phase, @Nullable String remaining) {}

  /** At most one of these. */
  record Outcome(
      JobResult.@Nullable Bytes bytes,
      JobResult.@Nullable Json json,
      JobResult.@Nullable Link link,
      @Nullable JobFailure failure) {}

  /** In ISO 8601. */
  record Times(
      String created,
      @Nullable String notBefore,
      @Nullable String started,
      @Nullable String finished,
      String expires) {}

  static StoredJob of(Job job) {
    JobRequest request = job.request();
    JobResult result = job.result().orElse(null);
    return new StoredJob(
        job.id().value(),
        job.revision(),
        new Asked(
            request.kind(),
            request.options(),
            request.input().orElse(null),
            request.caller().orElse(null),
            request.idempotencyKey().orElse(null)),
        job.state(),
        job.attempt(),
        job.cancelRequested(),
        new Progress(
            job.progress().percent(), job.progress().phase(), text(job.progress().remaining())),
        new Outcome(
            result instanceof JobResult.Bytes bytes ? bytes : null,
            result instanceof JobResult.Json json ? json : null,
            result instanceof JobResult.Link link ? link : null,
            job.failure().orElse(null)),
        new Times(
            job.created().toString(),
            text(job.notBefore()),
            text(job.started()),
            text(job.finished()),
            job.expires().toString()),
        job.discarded());
  }

  Job job() {
    JobRequest.Builder request = JobRequest.builder(asked.kind()).options(asked.options());
    ifThere(asked.input(), request::input);
    ifThere(asked.caller(), request::caller);
    ifThere(asked.idempotencyKey(), request::idempotencyKey);
    Job.Builder job =
        Job.builder(new JobId(id), request.build(), Instant.parse(times.created()))
            .revision(revision)
            .state(state)
            .attempt(attempt)
            .cancelRequested(cancelRequested)
            .progress(
                new JobProgress(
                    progress.percent(),
                    progress.phase(),
                    Optional.ofNullable(progress.remaining()).map(Duration::parse)))
            .expires(Instant.parse(times.expires()))
            .discarded(discarded);
    ifThere(outcome.bytes(), job::outcome);
    ifThere(outcome.json(), job::outcome);
    ifThere(outcome.link(), job::outcome);
    ifThere(outcome.failure(), job::outcome);
    ifThere(moment(times.notBefore()), job::notBefore);
    ifThere(moment(times.started()), job::started);
    ifThere(moment(times.finished()), job::finished);
    return job.build();
  }

  private static @Nullable String text(Optional<?> value) {
    return value.<String>map(Object::toString).orElse(null);
  }

  private static @Nullable Instant moment(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static <T> void ifThere(@Nullable T value, Consumer<? super T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
