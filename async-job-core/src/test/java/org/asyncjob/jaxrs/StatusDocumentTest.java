package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.engine.Estimate;
import org.junit.jupiter.api.Test;

/** Every member of the process resource, at every stage: clients find no more and no less. */
class StatusDocumentTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
  private static final JobUrls URLS =
      new JobUrls(URI.create("http://example.org/"), "http://example.org/plays");

  private final JobId id = JobId.random();
  private final String self = "http://example.org/plays/" + id;

  @Test
  void aJobThatWaits() throws IOException {
    JsonNode document = unfinished(job().build());

    assertThat(document)
        .isEqualTo(
            json(
                """
                {"id":"%s","status":"NotStarted","progress":0,"phase":"queued","cancel_requested":false,
                 "estimated_time_to_complete":"75 seconds","poll_every":"5 seconds",
                 "created":"2026-11-23T12:00:00.123Z","expires":"2026-11-24T12:00:00.123Z",
                 "links":{"self":"%s","cancel":"%s"}}
                """
                    .formatted(id, self, self)));
  }

  @Test
  void aJobThatRunsAndIsToBeCancelled() throws IOException {
    JsonNode document =
        unfinished(
            job()
                .state(JobState.RUNNING)
                .started(NOON.plusSeconds(1))
                .cancelRequested(true)
                .build());

    assertThat(document.get("status").asText()).isEqualTo("Running");
    assertThat(document.get("cancel_requested").asBoolean()).isTrue();
    assertThat(document.get("started").asText()).isEqualTo("2026-11-23T12:00:01.123Z");
    assertThat(document.has("finished")).isFalse();
  }

  @Test
  void aResultWithWhichSomethingIsWrong() throws IOException {
    Blob blob = new Blob("key", 1, "00", "a.mp3", "audio/mpeg");

    JsonNode document =
        finished(JobState.SUCCEEDED, JobResult.blob(blob).withWarnings(List.of("It is \"cut\".")));

    assertThat(document.get("status").asText()).isEqualTo("Succeeded");
    assertThat(document.get("warnings")).isEqualTo(json("[\"It is \\\"cut\\\".\"]"));
    assertThat(finished(JobState.SUCCEEDED, JobResult.blob(blob)).has("warnings")).isFalse();
  }

  @Test
  void aJobThatSucceeded() throws IOException {
    JsonNode document = finished(JobState.SUCCEEDED, new JobResult.Json("{}"));

    assertThat(document)
        .isEqualTo(
            json(
                """
                {"id":"%s","status":"Succeeded","progress":0,"phase":"queued","cancel_requested":false,
                 "resourceLocation":"%s/result",
                 "created":"2026-11-23T12:00:00.123Z","started":"2026-11-23T12:00:01.123Z",
                 "finished":"2026-11-23T12:00:02.123Z","expires":"2026-11-24T12:00:00.123Z",
                 "links":{"self":"%s","result":"%s/result","download":"%s/result/result.json",
                          "discard":"%s"}}
                """
                    .formatted(id, self, self, self, self, self)));
  }

  @Test
  void aLinkHasNoDownloadName() throws IOException {
    JsonNode document =
        finished(JobState.SUCCEEDED, JobResult.link(URI.create("http://example.com/a")));

    assertThat(document.get("links").has("download")).isFalse();
    assertThat(document.at("/links/result").asText()).isEqualTo(self + "/result");
  }

  @Test
  void whereAFixedSentenceHasToStandTheProblemTellsMore() throws Exception {
    JsonNode document =
        finished(
            JobState.FAILED,
            new JobFailure("no-link", "Dead link", "The link is dead.", "Unable to access it"));

    assertThat(document.get("error").asText()).isEqualTo("Unable to access it");
    assertThat(document.at("/problem/detail").asText()).isEqualTo("The link is dead.");
  }

  @Test
  void aJobThatFailed() throws IOException {
    JsonNode document =
        finished(JobState.FAILED, new JobFailure("no-sound", "No sound", "There is no sound."));

    assertThat(document.get("status").asText()).isEqualTo("Failed");
    assertThat(document.get("error").asText()).isEqualTo("There is no sound.");
    assertThat(document.get("problem"))
        .isEqualTo(
            json(
                """
                {"type":"urn:problem-type:asyncjob:no-sound","title":"No sound",
                 "detail":"There is no sound."}
                """));
    assertThat(document.has("resourceLocation")).isFalse();
    assertThat(document.get("links"))
        .isEqualTo(json("{\"self\":\"%s\",\"discard\":\"%s\"}".formatted(self, self)));
  }

  private Job.Builder job() {
    return Job.builder(id, JobRequest.builder("play").build(), NOON)
        .expires(NOON.plus(Duration.ofDays(1)));
  }

  private static JsonNode unfinished(Job job) throws IOException {
    Estimate estimate = new Estimate(Duration.ofSeconds(75), Duration.ofSeconds(5));
    return new ObjectMapper().readTree(StatusDocument.unfinished(job, estimate, URLS));
  }

  private JsonNode finished(JobState state, JobOutcome outcome) throws IOException {
    Job job =
        job()
            .state(state)
            .started(NOON.plusSeconds(1))
            .finished(NOON.plusSeconds(2))
            .outcome(outcome)
            .build();
    return new ObjectMapper().readTree(StatusDocument.finished(job, URLS));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
