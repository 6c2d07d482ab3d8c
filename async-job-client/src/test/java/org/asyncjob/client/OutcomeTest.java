package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for work, with servers as they should be, and as they should not. */
@Timeout(60)
class OutcomeTest {

  private OddServer server;
  private AsyncJobClient client;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    client = AsyncJobClient.builder().patience(Duration.ofSeconds(10)).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private RemoteJob status() throws InterruptedException {
    return client.status(server.uri("/jobs/1"));
  }

  private RemoteJob await() throws InterruptedException {
    server.runs();
    return client.await(status(), latest -> {});
  }

  @Nested
  class Asking {

    @Test
    void readsWhatTheServerSaysAboutARunningJob() throws Exception {
      server.answers(200, OddServer.RUNNING, "Retry-After", "7");

      RemoteJob job = status();

      assertThat(job.status()).isEqualTo(RemoteStatus.RUNNING);
      assertThat(job.progress().percent()).isEqualTo(42);
      assertThat(job.progress().phase()).isEqualTo("transcoding");
      assertThat(job.progress().remaining()).contains(Duration.ofSeconds(75));
      assertThat(job.progress().pollAfter()).isEqualTo(Duration.ofSeconds(7));
      assertThat(job.result()).isEmpty();
      assertThat(job.failure()).isEmpty();
    }

    @Test
    void readsHowOftenToAskFromTheBodyIfThereIsNoHeader() throws Exception {
      server.answers(200, OddServer.RUNNING);

      assertThat(status().progress().pollAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void findsTheResultInTheHeaderOfARedirectWithoutBody() throws Exception {
      server.answers(303, "", "Location", "/jobs/1/result");

      RemoteJob job = status();

      assertThat(job.status()).isEqualTo(RemoteStatus.SUCCEEDED);
      assertThat(job.result()).contains(server.uri("/jobs/1/result"));
    }

    @Test
    void findsTheResultInTheBodyWhereThereIsNoRedirect() throws Exception {
      server.answers(200, "{\"status\":\"Succeeded\",\"resourceLocation\":\"/r\"}");

      assertThat(status().result()).contains(server.uri("/r"));
    }

    @Test
    void readsWhatIsWrongWithAResult() throws Exception {
      server.answers(
          200,
          "{\"status\":\"Succeeded\",\"resourceLocation\":\"/r\",\"warnings\":"
              + "[\"The file\\u001b[31m is cut off.\",17,\"It is damaged.\"]}");

      assertThat(status().warnings())
          .containsExactly("The file [31m is cut off.", "It is damaged.");
    }

    @Test
    void followsNoLinkToAFile() {
      server.answers(303, "", "Location", "file:///etc/passwd");

      assertThatThrownBy(OutcomeTest.this::status)
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("file:///etc/passwd")
          .hasMessageContaining("only http and https");
    }

    @Test
    void readsWhyAJobFailedAndNothingThatSteersATerminal() throws Exception {
      server.answers(
          200,
          "{\"status\":\"Failed\",\"error\":\"No \\u001b[31maudio\\ntrack\","
              + "\"problem\":{\"type\":\"urn:x\"}}");

      assertThat(status().failure()).contains(new RemoteFailure("urn:x", "No [31maudio track"));
    }

    @Test
    void readsWhatAServerSaysInItsProblemAlone() throws Exception {
      server.answers(
          200,
          "{\"status\":\"Failed\",\"error\":\"Unable to access the file\","
              + "\"problem\":{\"type\":\"urn:x\",\"detail\":\"The link is dead.\"}}");

      assertThat(status().failure())
          .contains(new RemoteFailure("urn:x", "Unable to access the file", "The link is dead."));
    }

    @Test
    void takesGarbageForNoStatus() {
      server.answers(200, "{\"status\":");

      assertThatThrownBy(OutcomeTest.this::status)
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("is no status document");
    }

    @Test
    void doesNotWaitForEverInAStatusThatDoesNotExist() {
      server.answers(200, "{\"status\":\"Canceling\"}");

      assertThatThrownBy(OutcomeTest.this::status)
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("\"Canceling\"");
    }
  }

  @Nested
  class Waiting {

    @Test
    void asksUntilTheJobIsFinishedAndTellsOfEveryAnswer() throws Exception {
      server.runs().runs().succeeds();
      List<RemoteStatus> heard = new ArrayList<>();

      RemoteJob job = client.await(status(), latest -> heard.add(latest.status()));

      assertThat(job.status()).isEqualTo(RemoteStatus.SUCCEEDED);
      assertThat(heard).containsExactly(RemoteStatus.RUNNING, RemoteStatus.SUCCEEDED);
    }

    @Test
    void outlastsBrokenConnectionsAndABusyServer() throws Exception {
      server.runs();
      RemoteJob job = status();
      server
          .hangsUp()
          .answers(503, "", "Retry-After", "1")
          .answers(429, "", "Retry-After", "0")
          .hangsUpInTheMiddleOf(OddServer.RUNNING)
          .succeeds();

      assertThat(client.await(job, latest -> {}).status()).isEqualTo(RemoteStatus.SUCCEEDED);
    }

    @Test
    void readsAnAnswerThatDribbles() throws Exception {
      server.answers(
          new MockResponse.Builder()
              .body("{\"status\":\"Canceled\"}")
              .throttleBody(4, 100, TimeUnit.MILLISECONDS));

      assertThat(await().status()).isEqualTo(RemoteStatus.CANCELED);
    }

    @Test
    void hasTheServerHoldItsAnswersIfToldSoAndAsksAgainAtOnce() throws Exception {
      server
          .answers(200, OddServer.RUNNING, "Retry-After", "0")
          .answers(
              OddServer.response(
                      200,
                      OddServer.RUNNING,
                      "Retry-After",
                      "1",
                      "Preference-Applied",
                      "respond-async, wait=30")
                  .headersDelay(1, TimeUnit.SECONDS))
          .succeeds();

      try (AsyncJobClient waiting =
          AsyncJobClient.builder().events(false).preferWait(Duration.ofSeconds(30)).build()) {
        RemoteJob job = waiting.status(server.uri("/jobs/1"));
        assertThat(waiting.await(job).status()).isEqualTo(RemoteStatus.SUCCEEDED);
      }
      assertThat(server.nextRequest().getHeaders().get("Prefer")).isNull();
      assertThat(server.nextRequest().getHeaders().get("Prefer")).isEqualTo("wait=30");
      assertThat(server.nextRequest().getHeaders().get("Prefer")).isEqualTo("wait=30");
    }

    @Test
    void leavesAServerAloneThatDidNotHoldItsAnswer() {
      RemoteProgress progress =
          new RemoteProgress(0, "", false, Optional.empty(), Duration.ofSeconds(5));
      RemoteJob job =
          new RemoteJob(
              server.uri("/jobs/1"),
              RemoteStatus.RUNNING,
              progress,
              Optional.empty(),
              Optional.empty(),
              List.of());

      assertThat(new Polled(job, false, Duration.ofSeconds(9)).pause())
          .isEqualTo(Duration.ofSeconds(5));
      assertThat(new Polled(job, true, Duration.ofSeconds(9)).pause()).isZero();
      assertThat(new Polled(job, true, Duration.ofSeconds(1)).pause())
          .as("it says that it held it, and did not")
          .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void asksNoServerToHoldItsAnswerForNoTimeOrForEver() {
      AsyncJobClientBuilder builder = AsyncJobClient.builder();

      assertThatThrownBy(() -> builder.preferWait(Duration.ofMillis(999)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> builder.preferWait(Duration.ofDays(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsWhenItsPatienceDoes() throws Exception {
      server.runs();
      RemoteJob job = status();
      server.close();

      try (AsyncJobClient impatient =
          AsyncJobClient.builder().patience(Duration.ofSeconds(1)).build()) {
        assertThatThrownBy(() -> impatient.await(job, latest -> {}))
            .isInstanceOf(ServerUnreachableException.class);
      }
    }

    @Test
    void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
      server.runs().answers(200, OddServer.RUNNING, "Retry-After", "60");
      RemoteJob job = status();
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  client.await(job, latest -> {});
                } catch (InterruptedException e) {
                  end.set(e);
                }
              });
      thread.start();

      thread.interrupt();

      Awaitility.await().until(() -> end.get() instanceof InterruptedException);
    }
  }
}
