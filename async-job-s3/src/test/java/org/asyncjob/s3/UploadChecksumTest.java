package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncjob.Blob;
import org.asyncjob.spi.DirectUploads;
import org.asyncjob.spi.DirectUploads.Arrival;
import org.asyncjob.spi.UploadTarget;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Object stores that know the SHA-256 of what they have, as Amazon's. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UploadChecksumTest {

  private static final byte[] BYTES = S3Test.random(1000);

  @Test
  void theSha256IsPartOfTheSignature(@TempDir Path objects) throws Exception {
    S3Server server = S3Server.startIgnoringUnknownFields(objects);
    try (S3BlobStore store =
            server.connection(server.newBucket()).links(true).uploadChecksums(true).open();
        UploadingApplication application =
            new UploadingApplication(
                new InMemoryJobStore(), store, new AtomicReference<>(Instant.now()), true)) {
      JsonNode offer = application.offer(BYTES);
      ObjectNode headers = (ObjectNode) offer.at("/upload/headers");
      String announced = headers.get("x-amz-checksum-sha256").asText();
      assertThat(announced)
          .isEqualTo(Base64.getEncoder().encodeToString(Digests.sha256().digest(BYTES)));

      headers.put("x-amz-checksum-sha256", "A".repeat(43) + "=");
      assertThat(application.refused(offer, BYTES)).as("another one").isEqualTo(403);
      headers.remove("x-amz-checksum-sha256");
      assertThat(application.refused(offer, BYTES)).as("none").isEqualTo(403);
      headers.put("x-amz-checksum-sha256", announced);
      assertThat(application.put(offer, BYTES).statusCode()).isEqualTo(200);

      assertThat(
              application
                  .ended(application.submit(offer.get("source").asText()))
                  .get("status")
                  .asText())
          .isEqualTo("Succeeded");
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void amazonIsAskedToCheckItAndOthersAreNot(boolean amazon) throws Exception {
    try (S3Client client = Clients.to(URI.create("http://127.0.0.1:1"), "id", "secret");
        S3Presigner presigner = presigner(URI.create("http://127.0.0.1:1"))) {
      DirectUploads uploads =
          S3BlobStore.builder(client, "bucket")
              .presigner(presigner)
              .uploadChecksums(amazon)
              .build()
              .uploads()
              .orElseThrow();

      UploadTarget target = uploads.target(announced(), Duration.ofMinutes(1));

      assertThat(target.method()).isEqualTo("PUT");
      assertThat(target.headers().containsKey("x-amz-checksum-sha256")).isEqualTo(amazon);
      assertThat(target.url().toString())
          .contains("content-length")
          .doesNotContain("checksum-crc")
          .contains("X-Amz-Expires=60");
      assertThat(uploads.mostBytes()).isEqualTo(5L << 30);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, same, COMPLETE", "1000, other, DIFFERENT", "999, same, DIFFERENT"})
  void whatTheStoreSaysOfAnObjectIsHeldAgainstTheAnnouncement(
      long length, String content, Arrival expected) throws Exception {
    byte[] there = content.equals("same") ? BYTES : S3Test.random(7);
    HttpServer saying =
        saying(length, Base64.getEncoder().encodeToString(Digests.sha256().digest(there)));
    URI endpoint = URI.create("http://127.0.0.1:" + saying.getAddress().getPort());
    try (S3Client client = Clients.to(endpoint, "id", "secret");
        S3Presigner presigner = presigner(endpoint)) {
      DirectUploads uploads =
          S3BlobStore.builder(client, "bucket")
              .presigner(presigner)
              .uploadChecksums(true)
              .build()
              .uploads()
              .orElseThrow();

      assertThat(uploads.arrival(announced())).isEqualTo(expected);
    } finally {
      saying.stop(0);
    }
  }

  private static Blob announced() {
    return new Blob(
        DirectUploads.KEY_PREFIX + "0".repeat(64),
        BYTES.length,
        HexFormat.of().formatHex(Digests.sha256().digest(BYTES)),
        "clip.mp4",
        "video/mp4");
  }

  private static S3Presigner presigner(URI endpoint) {
    return Clients.presigner(endpoint, "id", "secret");
  }

  /** An object store that knows checksums, as far as one is asked about an object. */
  private static HttpServer saying(long length, String sha256) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean isAsked =
              "ENABLED".equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-mode"));
          exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
          if (isAsked) {
            exchange.getResponseHeaders().set("x-amz-checksum-sha256", sha256);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
