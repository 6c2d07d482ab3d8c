package org.asyncjob.jaxrs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.asyncjob.engine.Estimate;

/** The process resource as JSON, in the words of docs/http.md. */
final class StatusDocument {

  private final Job job;
  private final JobUrls urls;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private StatusDocument(Job job, JobUrls urls) {
    this.job = job;
    this.urls = urls;
  }

  static byte[] unfinished(Job job, Estimate estimate, JobUrls urls) {
    StatusDocument document = new StatusDocument(job, urls);
    document.head();
    document.json.put("estimated_time_to_complete", seconds(estimate.remaining()));
    document.json.put("poll_every", seconds(estimate.pollEvery()));
    document.times();
    document.links().put("cancel", urls.processText(job.id()));
    return Json.bytes(document.json);
  }

  static byte[] finished(Job job, JobUrls urls) {
    StatusDocument document = new StatusDocument(job, urls);
    document.head();
    job.failure()
        .ifPresent(
            failure -> {
              document.json.put("error", failure.detail());
              document.json.set("problem", Problem.nested(failure));
            });
    job.result()
        .ifPresent(result -> document.json.put("resourceLocation", urls.resultText(job.id())));
    document.times();
    ObjectNode links = document.links();
    job.result()
        .ifPresent(
            result -> {
              links.put("result", urls.resultText(job.id()));
              links.put("download", urls.downloadText(job.id(), result.blob().filename()));
            });
    links.put("discard", urls.processText(job.id()));
    return Json.bytes(document.json);
  }

  private void head() {
    json.put("id", job.id().value());
    json.put("status", status(job.state()));
    json.put("progress", job.progress().percent());
    json.put("phase", job.progress().phase());
    json.put("cancel_requested", job.cancelRequested());
  }

  private void times() {
    time("created", job.created());
    job.started().ifPresent(started -> time("started", started));
    job.finished().ifPresent(finished -> time("finished", finished));
    time("expires", job.expires());
  }

  private void time(String name, Instant time) {
    json.put(name, time.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private ObjectNode links() {
    return json.putObject("links").put("self", urls.processText(job.id()));
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
