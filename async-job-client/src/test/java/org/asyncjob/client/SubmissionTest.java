package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handing work to servers as they should be, and as they should not, and taking it back. */
@Timeout(60)
class SubmissionTest {

  private static final String CANCELLING = OddServer.RUNNING.replace("false", "true");

  @TempDir private Path directory;

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

  private RemoteJob submit(Path file) throws InterruptedException {
    return client.submit(
        server.uri("/mp4tomp3"), Submission.ofFile(file).option("quality", "4").build());
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
          .isEqualTo("/mp4tomp3?filename=Gr%C3%BC%C3%9Fe%20%26%20100%20%25.mp4&quality=4");
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
    void outlastsAServerThatStillReadsWhatABrokenConnectionSent() throws Exception {
      server.hangsUp().answers(409, "{\"detail\":\"Still uploading\"}").accepts();

      assertThat(submit(file("a.mp4", "bytes")).id()).isEqualTo("1");
      assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void takesAConflictForARefusalIfThereWasNoEarlierAttempt() throws Exception {
      server.answers(409, "{\"detail\":\"No more today\"}");

      Path file = file("a.mp4", "bytes");
      assertThatThrownBy(() -> submit(file))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessage("No more today.");
    }

    @Test
    void sendsTheKeyNameAndTypeThatItIsTold() throws Exception {
      server.accepts();
      Submission order =
          Submission.ofFile(file("a.tmp", "bytes"))
              .filename("a.mp4")
              .mediaType("video/mp4")
              .idempotencyKey("order-7")
              .build();

      client.submit(server.uri("/mp4tomp3"), order);

      RecordedRequest request = server.nextRequest();
      assertThat(request.getTarget()).isEqualTo("/mp4tomp3?filename=a.mp4");
      assertThat(request.getHeaders().get("Content-Type")).isEqualTo("video/mp4");
      assertThat(request.getHeaders().get("Idempotency-Key")).isEqualTo("order-7");
    }

    @Test
    void sendsJsonWhereThereIsNoFile() throws Exception {
      server.accepts();

      client.submit(
          server.uri("/reports"),
          Submission.ofJson(Map.of("city", "Köln")).option("draft", "true").build());

      RecordedRequest request = server.nextRequest();
      assertThat(request.getTarget()).isEqualTo("/reports?draft=true");
      assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
      assertThat(request.getBody().utf8()).isEqualTo("{\"city\":\"Köln\"}");
    }

    @Test
    void refusesAKeyThatIsNoHeader() {
      Submission.Builder order = Submission.ofJson(Map.of());

      assertThatThrownBy(() -> order.idempotencyKey("a\r\nCookie: b"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("visible ASCII");
    }

    @Test
    void triesOnceIfItHasNoPatience() throws Exception {
      server.answers(503, "{\"detail\":\"The queue is full\"}").accepts();
      Submission order = Submission.ofJson(Map.of()).build();

      try (AsyncJobClient hasty = AsyncJobClient.builder().patience(Duration.ZERO).build()) {
        assertThatThrownBy(() -> hasty.submit(server.uri("/reports"), order))
            .isInstanceOf(ServerBusyException.class);
      }
      assertThat(server.requests()).isEqualTo(1);
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
      assertThatThrownBy(() -> client.submit(nobody, Submission.ofFile(file).build()))
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
  class Cancelling {

    @Test
    void leavesAFinishedJobAlone() throws Exception {
      server.succeeds();

      assertThat(client.cancel(server.uri("/jobs/1")))
          .hasValueSatisfying(job -> assertThat(job.status()).isEqualTo(RemoteStatus.SUCCEEDED));
      assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void endsOneThatRuns() throws Exception {
      server.runs().answers(202, CANCELLING);

      assertThat(client.cancel(server.uri("/jobs/1")))
          .hasValueSatisfying(job -> assertThat(job.progress().cancelRequested()).isTrue());
      assertThat(server.nextRequest().getMethod()).isEqualTo("GET");
      assertThat(server.nextRequest().getMethod()).isEqualTo("DELETE");
    }

    @Test
    void doesNotDiscardWhatALostAttemptHasCancelled() throws Exception {
      server.runs().hangsUp().answers(200, "{\"status\":\"Canceled\"}");

      assertThat(client.cancel(server.uri("/jobs/1")))
          .hasValueSatisfying(job -> assertThat(job.status()).isEqualTo(RemoteStatus.CANCELED));
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Nested
  class Discarding {

    @Test
    void readsWhetherTheJobWillEndOrIsGone() throws Exception {
      server.answers(202, CANCELLING).answers(new MockResponse.Builder().code(204));

      assertThat(client.discard(server.uri("/jobs/1")))
          .hasValueSatisfying(job -> assertThat(job.progress().cancelRequested()).isTrue());
      assertThat(client.discard(server.uri("/jobs/1"))).isEmpty();
    }

    @Test
    void isContentIfALostAttemptHasDoneIt() throws Exception {
      server.hangsUp().answers(410, "{\"detail\":\"Discarded\"}");

      assertThat(client.discard(server.uri("/jobs/1"))).isEmpty();
    }

    @Test
    void doesNotTakeAnUnknownJobForAGoneOne() {
      server.answers(404, "{\"detail\":\"No such job\"}");

      assertThatThrownBy(() -> client.discard(server.uri("/jobs/1")))
          .isInstanceOf(RequestRefusedException.class);
    }
  }
}
