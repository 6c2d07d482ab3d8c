package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told while the blob store cannot do what it should. */
class BlobStoreTroubleTest {

  @TempDir private Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PlaysServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUploadThatCannotBeStoredIsAReasonToComeBack() throws Exception {
    Path blobs = directory.resolve("blobs");
    Path away = Files.move(blobs, directory.resolve("away"));

    assertUnreachable(server.post("", "text", "Content-Type", "text/plain"));
    String form =
        """
        --x
        Content-Disposition: form-data; name="file"; filename="a.txt"

        text
        --x--
        """;
    assertUnreachable(
        server.post(
            "", form.replace("\n", "\r\n"), "Content-Type", "multipart/form-data; boundary=x"));

    Files.move(away, blobs);
    assertThat(server.post("", "text", "Content-Type", "text/plain").statusCode()).isEqualTo(202);
  }

  private static void assertUnreachable(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isPositive();
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(PlaysServer.json(answer).path("type").asText())
        .isEqualTo("urn:problem-type:asyncjob:store-unreachable");
    assertThat(answer.body()).doesNotContain("blobs");
  }
}
