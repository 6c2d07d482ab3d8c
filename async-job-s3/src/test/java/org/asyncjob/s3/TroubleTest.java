package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.asyncjob.Blob;
import org.asyncjob.BlobStoreFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What is said when something is wrong, and that something is said at all. */
final class TroubleTest extends S3Test {

  private static String everythingSaid(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aSecretThatIsWrongIsToldWithoutSayingIt() {
    String wrong = "not-the-secret-of-that-key";
    Throwable thrown =
        catchThrowable(() -> server.connection(bucket).credentials(S3Server.ID, wrong).open());

    assertThat(thrown)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("access to bucket \"" + bucket + "\" is denied")
        .hasMessageContaining("check the credentials");
    assertThat(everythingSaid(thrown)).doesNotContain(wrong).doesNotContain(S3Server.ID);
  }

  @Test
  void credentialsThatAreWithdrawnAreToldByEveryMethod() throws IOException {
    Blob blob = stored(new byte[10]);
    try (S3Client stranger = Clients.to(server.endpoint(), "somebody", "else")) {
      S3BlobStore theirs = S3BlobStore.builder(stranger, bucket).prefix("blobs").build();

      assertThatThrownBy(() -> theirs.open(blob, 0).close()).hasMessageContaining("is denied");
      assertThatThrownBy(() -> theirs.open(blob, 10).close()).hasMessageContaining("is denied");
      assertThatThrownBy(() -> theirs.delete(blob)).hasMessageContaining("is denied");
      assertThatThrownBy(() -> stored(theirs, new byte[1])).hasMessageContaining("is denied");
      assertThatThrownBy(() -> stored(theirs, new byte[3 * PART]))
          .hasMessageContaining("is denied");
    }
    assertThat(read(blob, 0)).hasSize(10);
  }

  @Test
  void aBucketThatIsMissingIsNamedAtTheStart() {
    assertThatThrownBy(() -> server.connection("no-such-bucket/blobs").open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bucket \"no-such-bucket\" does not exist")
        .hasMessageContaining("create it");
  }

  @Test
  void aServerThatIsNotThereIsToldSoon() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }

    assertThatThrownBy(
            () ->
                server.connection(bucket).endpoint(URI.create("http://127.0.0.1:" + unused)).open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the object store with bucket \"" + bucket + "\" does not answer")
        .hasMessageContaining("tried 3 times");
  }

  @Test
  void aServerThatIsSilentDoesNotHoldAThreadForEver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        S3Client impatient =
            Clients.builder(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    S3Server.ID,
                    S3Server.SECRET)
                .httpClientBuilder(
                    UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(1)))
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD))
                .build()) {
      S3BlobStore mute = S3BlobStore.builder(impatient, bucket).partSize(PART).build();

      assertThatThrownBy(() -> stored(mute, new byte[3 * PART]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer");
      assertThatThrownBy(mute::check).hasMessageContaining("does not answer");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "507, InsufficientStorage",
    "507, XMinioStorageFull",
    "403, QuotaExceeded",
    "400, XMinioAdminBucketQuotaExceeded"
  })
  void aStoreWithoutRoomIsFull(int status, String code) throws IOException {
    HttpServer full = answering(status, code);
    try (S3Client toIt = to(full)) {
      S3BlobStore theirs = S3BlobStore.builder(toIt, bucket).partSize(PART).build();

      assertThatThrownBy(() -> stored(theirs, new byte[10]))
          .isInstanceOf(BlobStoreFullException.class);
      assertThatThrownBy(() -> stored(theirs, new byte[2 * PART]))
          .isInstanceOf(BlobStoreFullException.class);
    } finally {
      full.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, PermanentRedirect, is in another region",
    "400, AuthorizationHeaderMalformed, is in another region",
    "400, InvalidRequest, 'refuses a request for bucket \"somewhere\" (400 InvalidRequest)'",
    "503, SlowDown, (503 SlowDown)"
  })
  void otherAnswersAreToldWithWhatToDo(int status, String code, String said) throws IOException {
    HttpServer other = answering(status, code);
    try (S3Client toIt = to(other)) {
      S3BlobStore theirs = S3BlobStore.builder(toIt, "somewhere").build();

      assertThatThrownBy(() -> stored(theirs, new byte[10]))
          .isExactlyInstanceOf(IOException.class)
          .hasMessageContaining(said);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aStoreThatCannotListUploadsIsAskedForItsObjectsAllTheSame() throws IOException {
    HttpServer listless = answering(501, "NotImplemented");
    try (S3Client toIt = to(listless)) {
      assertThatThrownBy(
              () -> S3BlobStore.builder(toIt, bucket).build().sweep(Instant.EPOCH, keys -> keys))
          .as("the list of objects, which every store has")
          .isInstanceOf(NotOfferedException.class)
          .hasStackTraceContaining("deleteObjects");
    } finally {
      listless.stop(0);
    }
  }

  private static S3Client to(HttpServer server) {
    return Clients.builder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "id", "secret")
        .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD))
        .build();
  }

  /** A store of which nothing else is known than how it says no. */
  private static HttpServer answering(int status, String code) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body =
        "<Error><Code>%s</Code><Message>No.</Message></Error>"
            .formatted(code)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/xml");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://bucket/prefix", "s3:bucket", "s3://bucket/a?b=c", "bucket"})
  void addressesOfAnotherFormAreRefused(String location) {
    assertThatThrownBy(() -> S3BlobStore.at(URI.create(location)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3://bucket/prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minio:9000", "ftp://minio", "http:///path"})
  void endpointsThatAreNoUrlsAreRefused(String endpoint) {
    assertThatThrownBy(() -> S3BlobStore.at(URI.create("s3://b")).endpoint(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a URL such as");
  }
}
