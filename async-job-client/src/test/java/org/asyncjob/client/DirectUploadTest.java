package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that go to an object store, past a server that has credentials of its own. */
@Timeout(60)
class DirectUploadTest {

  private static final String SHA256_OF_TEXT =
      "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";

  @TempDir private Path directory;

  private OddServer server;
  private OddServer bucket;
  private OkHttpClient http;
  private AsyncJobClient client;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    bucket = new OddServer();
    http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().header("Authorization", "Bearer t").build()))
            .build();
    client = AsyncJobClient.builder().httpClient(http).patience(Duration.ofSeconds(20)).build();
  }

  @AfterEach
  void stop() {
    client.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    server.close();
    bucket.close();
  }

  private URI controller() {
    return server.uri("/team/plays");
  }

  private Submission.Builder text() throws IOException {
    Path file = directory.resolve("a.txt");
    Files.writeString(file, "text");
    return Submission.ofFile(file).mediaType("text/plain").option("marks", "3").direct(true);
  }

  private void offers() {
    server.answers(
        201,
        """
        {"source":"upload:abc","expires":"2026-11-24T22:00:00Z","more":1,
         "upload":{"method":"PUT","url":"%s","expires":"2026-11-24T10:15:00Z",
          "headers":{"Content-Type":"text/plain;x=y","x-amz-checksum-sha256":"c3Vt"}}}
        """
            .formatted(bucket.uri("/jobs/upload-1?X-Amz-Signature=secret")));
  }

  @Test
  void theServerGetsTheLinkAndTheBucketTheBytes() throws Exception {
    offers();
    bucket.answers(200, "");
    server.accepts();

    RemoteJob job = client.submit(controller(), text().idempotencyKey("k").build());

    assertThat(job.url()).isEqualTo(server.uri("/jobs/1"));
    RecordedRequest announced = server.nextRequest();
    assertThat(announced.getUrl().encodedPath()).isEqualTo("/team/plays/uploads");
    assertThat(announced.getHeaders().get("Authorization")).isEqualTo("Bearer t");
    assertThat(announced.getBody().utf8())
        .isEqualTo(
            "{\"filename\":\"a.txt\",\"media_type\":\"text/plain\",\"length\":4,\"sha256\":\""
                + SHA256_OF_TEXT
                + "\"}");
    RecordedRequest put = bucket.nextRequest();
    assertThat(put.getMethod()).isEqualTo("PUT");
    assertThat(put.getUrl().query()).isEqualTo("X-Amz-Signature=secret");
    assertThat(put.getHeaders().get("Content-Type")).isEqualTo("text/plain;x=y");
    assertThat(put.getHeaders().get("Content-Length")).isEqualTo("4");
    assertThat(put.getHeaders().get("x-amz-checksum-sha256")).isEqualTo("c3Vt");
    assertThat(put.getHeaders().get("Authorization")).as("of the server").isNull();
    assertThat(put.getBody().utf8()).isEqualTo("text");
    RecordedRequest submitted = server.nextRequest();
    assertThat(submitted.getUrl().encodedPath()).isEqualTo("/team/plays");
    assertThat(submitted.getHeaders().get("Content-Type")).startsWith("application/json");
    assertThat(submitted.getHeaders().get("Idempotency-Key")).isEqualTo("k");
    assertThat(submitted.getBody().utf8()).isEqualTo("{\"marks\":\"3\",\"source\":\"upload:abc\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void aServerWithoutUploadsGetsTheBytes(int status) throws Exception {
    server.answers(status, "{\"type\":\"about:blank\"}");
    server.accepts();

    client.submit(controller(), text().build());

    server.nextRequest();
    RecordedRequest submitted = server.nextRequest();
    assertThat(submitted.getUrl().query()).isEqualTo("filename=a.txt&marks=3");
    assertThat(submitted.getBody().utf8()).isEqualTo("text");
  }

  @Test
  void anUploadThatBreaksIsSentAgainAndSoIsOneToABusyBucket() throws Exception {
    offers();
    bucket.hangsUp();
    bucket.answers(503, "<Error><Code>SlowDown</Code></Error>", "Retry-After", "0");
    bucket.answers(200, "");
    server.accepts();

    client.submit(controller(), text().build());

    assertThat(bucket.requests()).isEqualTo(3);
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void aRefusalOfTheBucketIsToldWithoutTheSignature() throws Exception {
    offers();
    bucket.answers(403, "<Error><Code>AccessDenied</Code></Error>");

    Throwable refused = catchThrowable(() -> client.submit(controller(), text().build()));

    assertThat(refused)
        .isInstanceOf(RequestRefusedException.class)
        .hasMessage(
            "The object store at " + bucket.uri("/").getHost() + " refuses the upload (403).");
    assertThat(((RequestRefusedException) refused).status()).isEqualTo(403);
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void aRefusalOfTheServerIsTold() throws Exception {
    server.answers(413, "{\"type\":\"urn:x\",\"detail\":\"Too large\"}");

    assertThatThrownBy(() -> client.submit(controller(), text().build()))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessage("Too large.");
    assertThat(bucket.requests()).isZero();
  }

  @Test
  void anAnswerThatIsNoOfferIsNotFollowed() throws Exception {
    server.answers(200, "{}");

    assertThatThrownBy(() -> client.submit(controller(), text().build()))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("where an upload should be");
  }

  @Test
  void aFileThatIsNotThereIsNotAnnounced() throws Exception {
    Submission missing = Submission.ofFile(directory.resolve("missing")).direct(true).build();

    assertThatThrownBy(() -> client.submit(controller(), missing))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(server.requests()).isZero();
  }

  @Test
  void whatHasNoFileIsSubmittedAsEver() throws Exception {
    server.accepts();

    client.submit(controller(), Submission.ofJson(Map.of("a", 1)).direct(true).build());

    assertThat(server.requests()).isEqualTo(1);
    assertThat(server.nextRequest().getUrl().encodedPath()).isEqualTo("/team/plays");
  }
}
