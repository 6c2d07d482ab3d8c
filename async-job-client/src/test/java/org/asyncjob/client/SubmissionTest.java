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
