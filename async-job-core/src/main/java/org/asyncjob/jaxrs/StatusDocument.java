package org.asyncjob.jaxrs;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.engine.Estimate;

/**
 * The process resource as JSON, in the words of docs/http.md. Written member by member: this is
 * what every submission and every poll is answered with, and a tree of it would cost more than the
 * rest of the answer.
 */
final class StatusDocument {

  private final Job job;
  private final JobUrls urls;
  private final JsonGenerator json;

  private StatusDocument(Job job, JobUrls urls, JsonGenerator json) {
    this.job = job;
    this.urls = urls;
    this.json = json;
  }

  static byte[] unfinished(Job job, Estimate estimate, JobUrls urls) {
    return Json.object(json -> new StatusDocument(job, urls, json).unfinished(estimate));
  }

  static byte[] finished(Job job, JobUrls urls) {
    return Json.object(json -> new StatusDocument(job, urls, json).finished());
  }

  private void unfinished(Estimate estimate) throws IOException {
    head();
    json.writeStringField("estimated_time_to_complete", seconds(estimate.remaining()));
    json.writeStringField("poll_every", seconds(estimate.pollEvery()));
    times();
    String self = startLinks();
    json.writeStringField("cancel", self);
    json.writeEndObject();
  }

  private void finished() throws IOException {
    head();
    if (job.failure().isPresent()) {
      failure(job.failure().get());
    }
    if (job.result().isPresent()) {
      json.writeStringField("resourceLocation", urls.result(job.id()));
      warnings(job.result().get());
    }
    times();
    String self = startLinks();
    if (job.result().isPresent()) {
      json.writeStringField("result", urls.result(job.id()));
      Optional<String> download = ResultContent.name(job.result().get());
      if (download.isPresent()) {
        json.writeStringField("download", urls.download(job.id(), download.get()));
      }
    }
    json.writeStringField("discard", self);
    json.writeEndObject();
  }

  private void head() throws IOException {
    json.writeStringField("id", job.id().value());
    json.writeStringField("status", status(job.state()));
    json.writeNumberField("progress", job.progress().percent());
    json.writeStringField("phase", job.progress().phase());
    json.writeBooleanField("cancel_requested", job.cancelRequested());
  }

  private void failure(JobFailure failure) throws IOException {
    json.writeStringField("error", failure.error());
    json.writeObjectFieldStart("problem");
    Problem.writeNested(failure, json);
    json.writeEndObject();
  }

  private void warnings(JobResult result) throws IOException {
    if (result instanceof JobResult.Bytes bytes && !bytes.warnings().isEmpty()) {
      json.writeArrayFieldStart("warnings");
      for (String sentence : bytes.warnings()) {
        json.writeString(sentence);
      }
      json.writeEndArray();
    }
  }

  private void times() throws IOException {
    time("created", Optional.of(job.created()));
    time("started", job.started());
    time("finished", job.finished());
    time("expires", Optional.of(job.expires()));
  }

  private void time(String name, Optional<Instant> time) throws IOException {
    if (time.isPresent()) {
      json.writeStringField(name, time.get().truncatedTo(ChronoUnit.MILLIS).toString());
    }
  }

  /** Returns the URL of the process resource. */
  private String startLinks() throws IOException {
    String self = urls.process(job.id());
    json.writeObjectFieldStart("links");
    json.writeStringField("self", self);
    return self;
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " seconds";
  }

  /** Generic pollers wait for ever on a word they do not know: there must be no other. */
  private static String status(JobState state) {
    return switch (state) {
      case QUEUED -> "NotStarted";
      case RUNNING -> "Running";
      case SUCCEEDED -> "Succeeded";
      case FAILED -> "Failed";
      case CANCELED -> "Canceled";
    };
  }
}
