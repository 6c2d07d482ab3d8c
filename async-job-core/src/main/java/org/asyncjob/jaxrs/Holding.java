package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.engine.JobEngine;

/**
 * How long an answer is held for a client that would rather wait than poll.
 *
 * @param longest what it asked for, within what is granted; nothing if it did not ask
 */
record Holding(Optional<Duration> longest) {

  /** For a client that does not ask for it. */
  static final Holding NONE = new Holding(Optional.empty());

  /** Reads the header field Prefer. */
  static Holding of(String prefer, Duration granted) {
    return new Holding(
        Preferences.waitOf(prefer).map(asked -> asked.compareTo(granted) < 0 ? asked : granted));
  }

  /** Whether the client would rather wait. */
  boolean isWanted() {
    return longest.isPresent();
  }

  /** Answers when the job has finished or the time is over; at once for who does not wait. */
  CompletionStage<Response> until(JobEngine engine, Job job, Function<Job, Response> answer) {
    if (longest.isEmpty()) {
      return CompletableFuture.completedFuture(answer.apply(job));
    }
    return engine.whenFinished(job, longest.get()).thenApply(answer).thenApply(this::said);
  }

  private Response said(Response answer) {
    return Response.fromResponse(answer)
        .header(Preferences.PREFERENCE_APPLIED, Preferences.applied(longest.orElseThrow()))
        .build();
  }
}
