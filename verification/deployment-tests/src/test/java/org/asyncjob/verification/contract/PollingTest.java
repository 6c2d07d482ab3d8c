package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GET {c}/{id}: 200 while it runs or after it failed, 303 when it is done. */
class PollingTest extends ContractTest {

  private static final String SECONDS = "[1-9][0-9]* seconds";

  @Test
  void anUnfinishedJobSaysHowFarItIsAndWhenToAskAgain() throws Exception {
    URI process = visitor.submit(Samples.concert());

    Answer running = visitor.await(process, "Running");

    assertStatus(running, 200);
    assertThat(running.header("Cache-Control")).contains("no-store");
    assertThat(running.mediaType()).isEqualTo("application/json");
    assertThat(running.member("poll_every"))
        .isEqualTo(running.header("Retry-After").orElseThrow() + " seconds");
    assertThat(running.member("estimated_time_to_complete")).matches(SECONDS);
    assertThat(running.json().get("progress").isInt()).isTrue();
    assertThat(running.json().get("progress").asInt()).isBetween(0, 100);
    assertThat(running.member("phase")).matches("[a-z]+");
    assertThat(running.json().get("cancel_requested").isBoolean()).isTrue();
    Instant created = Instant.parse(running.member("created"));
    assertThat(Instant.parse(running.member("started"))).isAfterOrEqualTo(created);
    assertThat(Instant.parse(running.member("expires"))).isAfter(created);
    assertThat(running.json().at("/links/self").asText()).isEqualTo(process.toString());
    assertThat(running.json().at("/links/cancel").asText()).isEqualTo(process.toString());
  }

  @Test
  void untilTheEndProgressNeverGoesBackAndEstimatesAreNeverZero() throws Exception {
    URI process = visitor.submit(Samples.concert());
    List<Answer> polls = new ArrayList<>();
    visitor.await(
        process,
        answer -> {
          polls.add(answer);
          return polls.size() >= 30 || isDone(answer);
        });

    assertThat(polls).extracting(poll -> poll.json().get("progress").asInt()).isSorted();
    assertThat(polls)
        .filteredOn(poll -> !isDone(poll))
        .isNotEmpty()
        .allSatisfy(
            poll -> {
              assertThat(poll.member("estimated_time_to_complete")).matches(SECONDS);
              assertThat(poll.member("status")).isIn("NotStarted", "Running");
              assertThat(seconds(poll, "poll_every")).isBetween(1, 30);
            });
  }

  @Test
  void theEstimateCountsTheQueueAndPollEveryGrowsWithIt() throws Exception {
    try (AppProcess app = JudgedServer.own("--workers", "1", "--grace", "PT0S");
        Visitor here = new Visitor(app.controller())) {
      List<URI> processes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        processes.add(here.submit(Samples.concert()));
      }
      here.await(processes.get(0), answer -> answer.json().path("progress").asInt() >= 2);
      Answer first = here.get(processes.get(0));
      Answer last = here.get(processes.get(7));

      assertThat(first.member("status")).isEqualTo("Running");
      assertThat(last.member("status")).isEqualTo("NotStarted");
      assertThat(seconds(last, "estimated_time_to_complete"))
          .isGreaterThan(seconds(first, "estimated_time_to_complete"));
      assertThat(seconds(last, "poll_every")).isGreaterThanOrEqualTo(seconds(first, "poll_every"));
    }
  }

  @Test
  void aFailedJobIsTwoHundredWithASentenceAndAProblem() throws Exception {
    Answer failed = visitor.await(visitor.submit(Samples.silent()), "Failed");

    assertStatus(failed, 200);
    assertThat(failed.header("Retry-After")).isEmpty();
    assertThat(failed.header("Cache-Control")).contains("no-store");
    assertThat(failed.member("error")).matches("[A-Z].*\\.");
    JsonNode problem = failed.json().get("problem");
    assertThat(problem.get("type").asText()).isEqualTo("urn:problem-type:asyncjob:no-audio-track");
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isEqualTo(failed.member("error"));
    assertThat(problem.has("status")).as("a number where pollers expect a word").isFalse();
    assertThat(failed.json().has("estimated_time_to_complete")).isFalse();
  }

  @Test
  void aCancelledJobIsTwoHundred() throws Exception {
    URI process = visitor.submit(Samples.concert());
    visitor.delete(process);

    Answer canceled = visitor.await(process, "Canceled");

    assertStatus(canceled, 200);
    assertThat(canceled.header("Retry-After")).isEmpty();
    assertThat(canceled.json().has("resourceLocation")).isFalse();
  }

  @Test
  void aFinishedJobRedirectsToItsResultAndSaysSoInTheBody() throws Exception {
    Answer done = visitor.convert(Samples.clip(), "");

    assertStatus(done, 303);
    assertThat(done.location()).isEqualTo(URI.create(visitor.process(done) + "/result"));
    assertThat(done.header("Retry-After")).isEmpty();
    assertThat(done.mediaType()).isEqualTo("application/json");
    assertThat(done.member("status")).isEqualTo("Succeeded");
    assertThat(done.member("resourceLocation")).isEqualTo(done.location().toString());
    assertThat(done.json().get("progress").asInt()).isEqualTo(100);
    assertThat(done.json().has("estimated_time_to_complete")).isFalse();
  }

  @Test
  void scriptsInBrowsersGetTheSameDocumentWithoutARedirect() throws Exception {
    Answer done = visitor.convert(Samples.clip(), "");

    Answer plain = visitor.get(URI.create(visitor.process(done) + "?redirect=never"));

    assertStatus(plain, 200);
    assertThat(plain.header("Location")).isEmpty();
    assertThat(plain.json()).isEqualTo(done.json());
  }

  @Test
  void headAnswersAsGetWithoutABody() throws Exception {
    URI running = visitor.submit(Samples.concert());
    Answer head = visitor.head(running);
    assertStatus(head, 200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
    assertThat(head.header("Cache-Control")).contains("no-store");

    Answer done = visitor.convert(Samples.clip(), "");
    Answer headOfDone = visitor.head(visitor.process(done));
    assertStatus(headOfDone, 303);
    assertThat(headOfDone.header("Location")).isEqualTo(done.header("Location"));
    assertThat(headOfDone.body()).isEmpty();
  }

  @Test
  void theDocumentOfAFinishedJobStaysAndSaysForHowLong() throws Exception {
    Answer done = visitor.convert(Samples.clip(), "");

    Instant finished = Instant.parse(done.member("finished"));
    Instant expires = Instant.parse(done.member("expires"));
    assertThat(expires).isAfter(finished);
    if (Instant.now().isBefore(expires)) {
      assertThat(visitor.get(visitor.process(done)).json()).isEqualTo(done.json());
    }
  }

  @Test
  void unlessConfiguredOtherwiseAJobIsKeptForADay() throws Exception {
    JudgedServer.assumeOurs("a server with the default retention");
    Answer done = visitor.convert(Samples.clip(), "");

    Instant finished = Instant.parse(done.member("finished"));
    assertThat(Instant.parse(done.member("expires"))).isEqualTo(finished.plus(Duration.ofDays(1)));
  }

  @Test
  void anExpiredJobIsGone() throws Exception {
    try (AppProcess app = JudgedServer.own("--retention", "PT1S");
        Visitor here = new Visitor(app.controller())) {
      URI process = here.submit(Samples.silent());

      Answer gone = here.await(process, answer -> answer.status() == 410);

      assertProblem(gone, 410, "gone");
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> app.files().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00000000000000000000000000000000", "nobody", "..%2f..%2fetc", "a%00b", "%20"})
  void anIdThatNobodyHasIsFourOhFour(String id) throws Exception {
    URI process = URI.create(visitor.controller() + "/" + id);

    assertProblem(visitor.get(process), 404, "unknown-job");
    assertProblem(visitor.delete(process), 404, "unknown-job");
    assertProblem(visitor.get(URI.create(process + "/result")), 404, "unknown-job");
  }

  private static boolean isDone(Answer answer) {
    return answer.member("status").equals("Succeeded");
  }

  private static int seconds(Answer answer, String member) {
    return Integer.parseInt(answer.member(member).replace(" seconds", ""));
  }
}
