package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.app.TestClient.json;
import static org.asyncjob.app.TestClient.location;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WAR with Jersey inside, on a Tomcat. */
class TomcatIT {

  @TempDir private static Path shared;
  private static TomcatProcess tomcat;
  private static TestClient client;

  @TempDir private Path directory;

  @BeforeAll
  static void deploy() throws Exception {
    Path base = Files.createDirectory(shared.resolve("base"));
    tomcat = TomcatProcess.start(base, Map.of("MP4TOMP3_DATA_DIR", shared.resolve("data") + ""));
    client = new TestClient(URI.create(tomcat.context() + "/"));
  }

  @AfterAll
  static void stop() {
    tomcat.close();
  }

  @Test
  void aVideoBecomesAnMp3() throws Exception {
    HttpResponse<String> accepted = client.upload(Samples.clip(), "?filename=clip.mp4");
    assertThat(accepted.statusCode()).isEqualTo(202);

    HttpResponse<String> done = client.await(location(accepted), "Succeeded");
    assertThat(done.statusCode()).isEqualTo(303);

    Path mp3 = directory.resolve("clip.mp3");
    HttpResponse<Path> download = client.download(location(done), mp3);
    assertThat(download.statusCode()).isEqualTo(200);
    assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("clip.mp3");
    assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
  }

  @Test
  void aFormIsTakenAsWell() throws Exception {
    String part =
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"form.mp4\"\r\n\r\n";
    HttpResponse<String> accepted =
        client.post(
            "",
            "multipart/form-data; boundary=limit",
            BodyPublishers.ofByteArrays(
                List.of(
                    part.getBytes(StandardCharsets.UTF_8),
                    Files.readAllBytes(Samples.clip()),
                    "\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8))));
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);

    HttpResponse<String> done = client.await(location(accepted), "Succeeded");
    assertThat(json(done).at("/links/download").asText()).endsWith("/form.mp3");
  }

  @Test
  void thePageIsAtTheContextRootWithItsStyle() throws Exception {
    HttpResponse<String> page = client.get(client.uri(""));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("href=\"style.css\"");

    HttpResponse<String> style = client.get(client.uri("style.css"));
    assertThat(style.statusCode()).isEqualTo(200);
    assertThat(style.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
  }

  @Test
  void withoutItsSlashTheContextLeadsToThePage() throws Exception {
    HttpResponse<String> answer = client.get(tomcat.context());

    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(location(answer)).isEqualTo(client.uri(""));
  }

  @Test
  void aFileAboveTheLimitIsRefused() throws Exception {
    HttpResponse<String> refused =
        client.upload(Samples.ofSize(directory, ServedApp.MOST_BYTES + 1), "");

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(json(refused).get("limit_bytes").asLong()).isEqualTo(ServedApp.MOST_BYTES);
  }

  @Test
  void anAddressWithNothingBehindItIsAProblem() throws Exception {
    HttpResponse<String> answer = client.get(client.uri("nowhere"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("application/problem+json");
    assertThat(json(answer).get("status").asInt()).isEqualTo(404);
  }
}
