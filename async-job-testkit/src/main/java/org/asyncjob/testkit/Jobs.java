package org.asyncjob.testkit;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;

/** Jobs to fill stores with. */
final class Jobs {

  /** A moment with microseconds, which stores have to keep. */
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  static final String ALL_SCRIPTS =
      "Zoë's Ünïcode – 日本語 العربية русский \uD83C\uDFB5 'quoted\" \\ \t\n%_";

  private Jobs() {}

  /** A job that was just accepted, with no more than it needs. */
  static Job queued(Instant created) {
    return Job.builder(JobId.random(), JobRequest.builder("mp3").build(), created).build();
  }

  /** A job that was just accepted under an idempotency key. */
  static Job keyed(String key) {
    JobRequest request = JobRequest.builder("mp3").idempotencyKey(key).build();
    return Job.builder(JobId.random(), request, NOON).build();
  }

  /** A job that was just accepted, with an input. */
  static Job queuedWith(Blob input) {
    JobRequest request = JobRequest.builder("mp3").input(input).build();
    return Job.builder(JobId.random(), request, NOON).build();
  }

  static Blob blob(String key) {
    return blob(key, "clip.mp4");
  }

  static Job running(Job queued) {
    return queued.next().state(JobState.RUNNING).attempt(1).started(queued.created()).build();
  }

  static Job finished(Job job, JobState state, Instant expires) {
    Job.Builder next = job.next().state(state).finished(job.created()).expires(expires);
    if (state == JobState.SUCCEEDED) {
      next.outcome(JobResult.blob(blob("result", "clip.mp3")));
    } else if (state == JobState.FAILED) {
      next.outcome(failure());
    }
    return next.build();
  }

  /** A job whose request says all that a request can say. */
  static Job fullQueued() {
    JobId id = JobId.random();
    JobRequest request =
        JobRequest.builder("mp3")
            .options(options())
            .input(blob("input", ALL_SCRIPTS))
            .caller("caller " + ALL_SCRIPTS)
            .idempotencyKey("key " + id + ALL_SCRIPTS)
            .build();
    return Job.builder(id, request, NOON).expires(NOON.plusNanos(1_000)).build();
  }

  static Job fullRunning(Job queued) {
    Duration remaining = Duration.ofSeconds(75).plusNanos(250_001_000);
    return queued
        .next()
        .state(JobState.RUNNING)
        .attempt(3)
        .cancelRequested(true)
        .progress(new JobProgress(42, ALL_SCRIPTS, Optional.of(remaining)))
        .notBefore(NOON.plusNanos(5_000))
        .started(NOON.plusNanos(2_000))
        .build();
  }

  static Job fullFinished(Job running, JobState state) {
    return fullFinished(
        running,
        state,
        state == JobState.FAILED ? failure() : JobResult.blob(made()).withWarnings(warnings()));
  }

  static List<String> warnings() {
    return List.of("12.5 of 180.0 seconds are missing.", ALL_SCRIPTS);
  }

  /** A value as long as a JSON result may be, in all scripts. */
  static JobResult longJson() {
    String text = "{ \"b\":\"Zo\\u00eb ü 日本語 \uD83C\uDFB5 \\\"\\\\\\n\",\"a\":1.50,\"padding\":\"";
    int room = JobResult.Json.MAX_BYTES - text.getBytes(StandardCharsets.UTF_8).length - 2;
    return new JobResult.Json(text + "x".repeat(room) + "\"}");
  }

  static JobResult link() {
    return JobResult.link(
        URI.create("HTTPS://example.org:8443/a%20b/ü?signature=%2F%3D&x=%C3%BC#page=2"));
  }

  static Job fullFinished(Job running, JobState state, JobOutcome outcome) {
    Job finished = finished(running, state, NOON.plusSeconds(86_400).plusNanos(4_000));
    return Job.builder(finished.id(), finished.request(), finished.created())
        .notBefore(NOON.plusNanos(5_000))
        .revision(finished.revision())
        .state(state)
        .attempt(finished.attempt())
        .cancelRequested(finished.cancelRequested())
        .progress(new JobProgress(100, "done", Optional.empty()))
        .outcome(outcome)
        .started(NOON.plusNanos(2_000))
        .finished(NOON.plusNanos(3_000))
        .expires(finished.expires())
        .discarded(true)
        .build();
  }

  /** All that a job says, by name: what a comparison that fails should show. */
  static Map<String, Object> fields(Job job) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", job.id());
    fields.put("revision", job.revision());
    fields.put("kind", job.request().kind());
    fields.put("options", job.request().options());
    fields.put("input", job.request().input());
    fields.put("caller", job.request().caller());
    fields.put("idempotencyKey", job.request().idempotencyKey());
    fields.put("state", job.state());
    fields.put("attempt", job.attempt());
    fields.put("cancelRequested", job.cancelRequested());
    fields.put("progress", job.progress());
    fields.put("result", job.result());
    fields.put("failure", job.failure());
    fields.put("created", job.created());
    fields.put("notBefore", job.notBefore());
    fields.put("started", job.started());
    fields.put("finished", job.finished());
    fields.put("expires", job.expires());
    fields.put("discarded", job.discarded());
    return fields;
  }

  /** What JSON can say; numbers in the types in which a JSON parser hands them out. */
  private static Map<String, Object> options() {
    return Map.of(
        "text",
        ALL_SCRIPTS,
        "empty",
        "",
        "long text",
        "0123456789abcdef".repeat(8 * 1024),
        "whole",
        192,
        "beyond int",
        5_000_000_000L,
        "beyond long",
        new BigInteger("123456789012345678901234567890"),
        "fraction",
        0.1,
        "yes",
        true,
        "list",
        List.of(1, "two", List.of(3.5, false), Map.of("four", List.of())),
        "map",
        Map.of("a.b", Map.of("c/d", Map.of("e", List.of(Map.of())))));
  }

  private static Blob made() {
    return blob("made", ALL_SCRIPTS);
  }

  private static Blob blob(String key, String filename) {
    String sha256 = "0123456789abcdef".repeat(4);
    return new Blob(key, 5_000_000_000L, sha256, filename, "audio/mpeg; x=\"ü\"");
  }

  private static JobFailure failure() {
    return new JobFailure(
        "no-audio-track",
        "No audio: " + ALL_SCRIPTS,
        "Detail: " + ALL_SCRIPTS,
        "Error: " + ALL_SCRIPTS);
  }
}
