package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for work and fetching it, from servers as they should be, and as they should not. */
@Timeout(60)
class OutcomeTest {

  @TempDir private Path directory;

  private OddServer server;
  private AsyncJobClient client;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    client = new AsyncJobClient(Duration.ofSeconds(10));
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
    void endsWhenItsPatienceDoes() throws Exception {
      server.runs();
      RemoteJob job = status();
      server.close();

      try (AsyncJobClient impatient = new AsyncJobClient(Duration.ofSeconds(1))) {
        assertThatThrownBy(() -> impatient.await(job, latest -> {}))
            .isInstanceOf(ServerUnreachableException.class);
      }
    }

    @Test
    void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
      server.answers(200, OddServer.RUNNING, "Retry-After", "60");
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

  @Nested
  class Downloading {

    @Test
    void writesTheBytesAndFollowsRedirects() throws Exception {
      server.answers(307, "", "Location", "/elsewhere").answers(200, "mp3");
      Path file = directory.resolve("a.mp3");

      long bytes = client.download(server.uri("/jobs/1/result"), file, TransferListener.NONE);

      assertThat(bytes).isEqualTo(3);
      assertThat(file).hasContent("mp3");
    }

    @Test
    void beginsAnewWhenTheConnectionBreaks() throws Exception {
      server.hangsUpInTheMiddleOf("mp3".repeat(10_000)).answers(200, "mp3");
      Path file = directory.resolve("a.mp3");

      client.download(server.uri("/r"), file, TransferListener.NONE);

      assertThat(file).hasContent("mp3");
    }

    @Test
    void doesNotTakeAnErrorForTheResult() {
      server.answers(409, "{\"detail\":\"Not finished\"}");
      Path file = directory.resolve("a.mp3");

      assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessage("Not finished.");
      assertThat(file).doesNotExist();
    }

    @Test
    void saysSoWhenTheFileCannotBeWritten() {
      server.answers(200, "mp3");
      Path file = directory.resolve("missing").resolve("a.mp3");

      assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
          .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void doesNotRunInCircles() {
      for (int i = 0; i < 7; i++) {
        server.answers(302, "", "Location", "/r");
      }
      Path file = directory.resolve("a.mp3");

      assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("redirects more than 5 times");
    }

    @Test
    void redirectsToNoOtherScheme() {
      server.answers(302, "", "Location", "file:///etc/passwd");
      Path file = directory.resolve("a.mp3");

      assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("only http and https");
    }

    @Test
    void readsTheNameOfTheResult() throws Exception {
      server.answers(
          200, "", "Content-Disposition", "attachment; filename=x; filename*=UTF-8''Gr%C3%BC.mp3");

      assertThat(client.resultName(server.uri("/r"))).contains("Grü.mp3");
    }
  }
}
