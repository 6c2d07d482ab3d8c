package org.asyncjob.jdbc;

import java.time.Instant;
import java.util.Map;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;

/** Jobs to fill stores with. */
final class SomeJobs {

  static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

  private SomeJobs() {}

  static Job queued() {
    return queued(JobRequest.builder("mp3"));
  }

  static Job queued(JobRequest.Builder request) {
    return Job.builder(JobId.random(), request.build(), NOON).build();
  }

  /** With all the parts that a request can have. */
  static Job full() {
    return queued(
        JobRequest.builder("mp3")
            .options(Map.of("bitrate", 192))
            .input(blob("input-" + JobId.random(), "clip.mp4"))
            .caller("Zoë")
            .idempotencyKey("key " + JobId.random()));
  }

  static Job running(Job queued) {
    return queued.next().state(JobState.RUNNING).attempt(1).started(NOON).build();
  }

  /** The next snapshot of a job that somebody has cancelled while it waited. */
  static Job canceled(Job queued) {
    return queued.next().state(JobState.CANCELED).cancelRequested(true).finished(NOON).build();
  }

  static Job succeeded(Job job, Instant expires) {
    return job.next()
        .state(JobState.SUCCEEDED)
        .finished(NOON)
        .expires(expires)
        .outcome(JobResult.blob(blob("result-" + job.id(), "clip.mp3")))
        .build();
  }

  static Blob blob(String key, String filename) {
    return new Blob(key, 3, "0123456789abcdef".repeat(4), filename, "audio/mpeg");
  }
}
