package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.Test;

/** Presigned URLs, fetched as any client would. */
final class LinkTest extends S3Test {

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<byte[]> get(URI link, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(link).timeout(Duration.ofMinutes(1));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private Blob named(String filename) throws IOException {
    try (BlobWriter writer = store.create(filename, "audio/mpeg")) {
      writer.write(random(1000));
      return writer.commit();
    }
  }

  private URI link(Blob blob) throws IOException {
    try (S3BlobStore linking = server.connection(bucket + "/blobs").links(true).open()) {
      return linking.link(blob, Duration.ofMinutes(5)).orElseThrow();
    }
  }

  @Test
  void whoeverHasTheLinkGetsTheBytesUnderTheirNameAndType() throws Exception {
    HttpResponse<byte[]> answer = get(link(named("Zoë \"日本語\"\r\n.mp3")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(random(1000));
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue(
            "attachment; filename=\"Zo_ _______.mp3\";"
                + " filename*=UTF-8''Zo%C3%AB%20%22%E6%97%A5%E6%9C%AC%E8%AA%9E%22%0D%0A.mp3");
  }

  @Test
  void aPartCanBeAskedFor() throws Exception {
    HttpResponse<byte[]> answer = get(link(named("clip.mp3")), "Range", "bytes=900-");

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(random(1000), 900, 1000));
  }

  @Test
  void aLinkIsForThisBlobAlone() throws Exception {
    Blob blob = named("clip.mp3");
    Blob other = named("other.mp3");
    String link = link(blob).toString();

    assertThat(get(URI.create(link.replace(blob.key(), other.key()))).statusCode()).isEqualTo(403);
    assertThat(get(URI.create(link.substring(0, link.indexOf('?')))).statusCode()).isEqualTo(403);
  }

  @Test
  void itIsValidForAWeekAtMost() throws IOException {
    Blob blob = named("clip.mp3");
    try (S3BlobStore linking = server.connection(bucket + "/blobs").links(true).open()) {
      assertThat(linking.link(blob, Duration.ofSeconds(90)).orElseThrow().toString())
          .contains("X-Amz-Expires=90");
      assertThat(linking.link(blob, Duration.ofDays(30)).orElseThrow().toString())
          .contains("X-Amz-Expires=604800");
    }
  }

  @Test
  void itLeadsToWhereClientsReachTheStore() throws IOException {
    Blob blob = named("clip.mp3");
    try (S3BlobStore linking =
        server
            .connection(bucket + "/blobs")
            .linkEndpoint(URI.create("https://files.example.org"))
            .open()) {
      assertThat(linking.link(blob, Duration.ofMinutes(1)).orElseThrow())
          .hasScheme("https")
          .hasHost("files.example.org")
          .hasPath("/" + bucket + "/blobs/" + blob.key());
      assertThat(linking.linkOrigin()).hasValue(URI.create("https://files.example.org"));
    }
  }

  @Test
  void itsOriginIsKnownBeforehand() throws IOException {
    try (S3BlobStore linking = server.connection(bucket + "/blobs").links(true).open()) {
      assertThat(linking.linkOrigin()).hasValue(server.endpoint());
    }
    assertThat(store.linkOrigin()).isEmpty();
  }

  @Test
  void unlessTurnedOnThereIsNone() throws IOException {
    assertThat(store.link(named("clip.mp3"), Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void aBlobOfAnotherStoreHasNone() throws IOException {
    try (S3BlobStore linking = server.connection(bucket + "/blobs").links(true).open()) {
      Blob foreign = new Blob("../../secret", 1, "0".repeat(64), "clip.mp3", "audio/mpeg");

      assertThat(linking.link(foreign, Duration.ofMinutes(1))).isEmpty();
    }
  }
}
