package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.asyncjob.engine.Estimate;
import org.asyncjob.engine.JobEngine;

/** Says with status, header fields and document how a job stands. */
final class ProcessAnswers {

  private static final String NO_STORE = "no-store";

  private final JobEngine engine;
  private final JobUrls urls;
  private final Function<Job, Optional<URI>> direct;

  /** For one request. */
  ProcessAnswers(AsyncJobFeature feature, JobUrls urls, HttpHeaders fields) {
    this.engine = feature.engine();
    this.urls = urls;
    this.direct = DirectResults.of(feature).targets(fields);
  }

  /** 202 for work that was accepted, now or by an earlier request with the same key. */
  Response accepted(Job job) {
    String process = urls.process(job.id());
    return acceptedAsItStands(job)
        .header(HttpHeaders.LOCATION, process)
        .header("Operation-Location", process)
        .header(HttpHeaders.CONTENT_LOCATION, process)
        .build();
  }

  /** 200 while it runs or after it failed, 303 when it is done. */
  Response current(Job job, boolean redirect) {
    if (!job.state().isFinished()) {
      return unfinished(Status.OK, job).build();
    }
    ResponseBuilder answer =
        redirect && job.state() == JobState.SUCCEEDED
            ? Response.status(Status.SEE_OTHER).header(HttpHeaders.LOCATION, target(job))
            : Response.ok();
    return answer
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .entity(StatusDocument.finished(job, urls))
        .build();
  }

  private String target(Job job) {
    return direct.apply(job).map(URI::toASCIIString).orElseGet(() -> urls.result(job.id()));
  }

  /** The process resource itself. */
  byte[] document(Job job) {
    return job.state().isFinished()
        ? StatusDocument.finished(job, urls)
        : StatusDocument.unfinished(job, engine.estimate(job), urls);
  }

  /** 202 for a cancellation that was asked for. */
  Response cancelling(Job job) {
    return acceptedAsItStands(job).build();
  }

  private ResponseBuilder acceptedAsItStands(Job job) {
    if (!job.state().isFinished()) {
      return unfinished(Status.ACCEPTED, job);
    }
    return Response.accepted(StatusDocument.finished(job, urls))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  private ResponseBuilder unfinished(Status status, Job job) {
    Estimate estimate = engine.estimate(job);
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(estimate.pollEvery().toSeconds()))
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .entity(StatusDocument.unfinished(job, estimate, urls));
  }
}
