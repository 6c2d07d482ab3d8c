package org.asyncjob.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against servers as they should be, and as they should not. */
@Timeout(60)
class AsyncJobClientTest {

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

  private RemoteJob submit(Path file) throws InterruptedException {
    return client.submit(
        server.uri("/mp4tomp3"), file, Map.of("quality", "4"), TransferListener.NONE);
  }

  private RemoteJob status() throws InterruptedException {
    return client.status(server.uri("/jobs/1"));
  }

  private RemoteJob await() throws InterruptedException {
    server.runs();
    return client.await(status(), latest -> {});
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Nested
  class Submitting {

    @Test
    void sendsTheBytesWithOptionsAndNameAsParameters() throws Exception {
      server.accepts();

      RemoteJob job = submit(file("Grüße & 100 %.mp4", "bytes"));

      assertThat(job.url()).isEqualTo(server.uri("/jobs/1"));
      assertThat(job.id()).isEqualTo("1");
      RecordedRequest request = server.nextRequest();
      assertThat(request.getMethod()).isEqualTo("POST");
      assertThat(request.getTarget())
          .isEqualTo("/mp4tomp3?quality=4&filename=Gr%C3%BC%C3%9Fe%20%26%20100%20%25.mp4");
      assertThat(request.getUrl().queryParameter("filename")).isEqualTo("Grüße & 100 %.mp4");
      assertThat(request.getHeaders().get("Content-Length")).isEqualTo("5");
      assertThat(request.getBody().utf8()).isEqualTo("bytes");
    }

    @Test
    void comesBackWhenTheServerIsLessBusy() throws Exception {
      server.answers(503, "{\"title\":\"Queue full\"}", "Retry-After", "1").accepts();

      assertThat(submit(file("a.mp4", "bytes")).id()).isEqualTo("1");
      assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void givesUpAtOnceWhenTheServerWantsMorePatienceThanThereIs() throws Exception {
      server.answers(503, "{\"detail\":\"The queue is full\"}", "Retry-After", "3600");

      Path file = file("a.mp4", "bytes");
      assertThatThrownBy(() -> submit(file))
          .isInstanceOf(ServerBusyException.class)
          .hasMessage("The queue is full. Try again in 3600 s.");
    }

    @Test
    void sendsTheSameJobAgainWhenTheConnectionBreaks() throws Exception {
      server.hangsUp().accepts();

      assertThat(submit(file("a.mp4", "bytes")).id()).isEqualTo("1");
      String first = server.nextRequest().getHeaders().get("Idempotency-Key");
      String second = server.nextRequest().getHeaders().get("Idempotency-Key");
      assertThat(first).isNotBlank().isEqualTo(second);
    }

    @Test
    void saysWhatTheServerSaysWhenItRefuses() throws Exception {
      server.answers(
          413,
          "{\"type\":\"urn:problem-type:asyncjob:too-large\",\"detail\":\"It is too large\"}",
          "Content-Type",
          "application/problem+json");

      Path file = file("a.mp4", "bytes");
      RequestRefusedException refused =
          catchThrowableOfType(RequestRefusedException.class, () -> submit(file));
      assertThat(refused).hasMessage("It is too large.");
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.type()).isEqualTo("urn:problem-type:asyncjob:too-large");
    }

    @Test
    void doesNotWaitForAServerThatIsNotThere() throws Exception {
      URI nobody;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mp4tomp3");
      }

      Path file = file("a.mp4", "bytes");
      assertThatThrownBy(() -> client.submit(nobody, file, Map.of(), TransferListener.NONE))
          .isInstanceOf(ServerUnreachableException.class)
          .hasMessage(
              "Cannot reach http://127.0.0.1:%d: nothing answers there (connection refused).",
              nobody.getPort());
    }

    @Test
    void doesNotTakeAPageForAnAcceptedJob() throws Exception {
      server.answers(200, "<html>Welcome</html>");

      Path file = file("a.mp4", "bytes");
      assertThatThrownBy(() -> submit(file))
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("is " + server.uri("/mp4tomp3") + " the right address?");
    }

    @Test
    void cancelsWhatIsAcceptedAfterItWasInterrupted() throws Exception {
      server
          .answers(
              OddServer.response(202, OddServer.RUNNING, "Location", "/jobs/1")
                  .headersDelay(1, TimeUnit.SECONDS))
          .answers(202, OddServer.RUNNING);
      Path file = file("a.mp4", "bytes");
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  submit(file);
                } catch (InterruptedException | RuntimeException e) {
                  end.set(e);
                }
              });
      thread.start();
      assertThat(server.nextRequest().getMethod()).isEqualTo("POST");

      thread.interrupt();
      thread.join();

      assertThat(end.get()).isInstanceOf(InterruptedException.class);
      assertThat(server.nextRequest().getRequestLine()).startsWith("DELETE /jobs/1 ");
    }
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

      assertThatThrownBy(AsyncJobClientTest.this::status)
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

      assertThatThrownBy(AsyncJobClientTest.this::status)
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("is no status document");
    }

    @Test
    void doesNotWaitForEverInAStatusThatDoesNotExist() {
      server.answers(200, "{\"status\":\"Canceling\"}");

      assertThatThrownBy(AsyncJobClientTest.this::status)
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

  @Nested
  class Cancelling {

    @Test
    void readsWhetherTheJobWillEndOrIsGone() throws Exception {
      server
          .answers(202, OddServer.RUNNING.replace("false", "true"))
          .answers(new MockResponse.Builder().code(204));

      assertThat(client.cancel(server.uri("/jobs/1")))
          .hasValueSatisfying(job -> assertThat(job.progress().cancelRequested()).isTrue());
      assertThat(client.cancel(server.uri("/jobs/1"))).isEmpty();
    }
  }
}
