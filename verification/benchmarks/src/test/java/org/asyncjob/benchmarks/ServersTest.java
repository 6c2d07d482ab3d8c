package org.asyncjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.glassfish.grizzly.http.server.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both servers answer as those do that are to be compared. */
class ServersTest {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"city\":\"Ulm\",\"days\":[1,null]}", " [1,2]", "7", "null"})
  void aJobThatDoesNothingEndsWithItsResult(String body) throws Exception {
    try (NoOpServer.Running server = NoOpServer.onFreePort()) {
      URI process = location(post(server.uri().resolve("jobs"), body));

      HttpResponse<String> ended =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> get(process), answer -> answer.statusCode() != 200);

      assertThat(ended.statusCode()).isEqualTo(303);
      assertThat(get(location(ended)).body()).isEqualTo("{\"done\":true}");
    }
  }

  @Test
  void whatIsNotJsonIsNoJob() throws Exception {
    try (NoOpServer.Running server = NoOpServer.onFreePort()) {
      assertThat(post(server.uri().resolve("jobs"), "[1,").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aHeldJobRunsUntilItIsCancelled() throws Exception {
    try (NoOpServer.Running server = NoOpServer.onFreePort()) {
      URI process = location(post(server.uri().resolve("held"), "{}"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(process).body(), body -> body.contains("\"phase\":\"waiting\""));

      client.send(HttpRequest.newBuilder(process).DELETE().build(), BodyHandlers.discarding());

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(process).body(), body -> body.contains("\"status\":\"Canceled\""));
    }
  }

  @Test
  void theBareServerKeepsADocumentAboutAsLongAsAProcessResource() throws Exception {
    HttpServer bare = BareServer.start(Listener.onFreePort());
    try (NoOpServer.Running server = NoOpServer.onFreePort()) {
      HttpResponse<String> accepted = post(Listener.uri(bare).resolve("jobs"), "{}");
      assertThat(accepted.statusCode()).isEqualTo(202);
      HttpResponse<String> document = get(location(accepted));
      assertThat(document.statusCode()).isEqualTo(200);

      HttpResponse<String> ours = get(location(post(server.uri().resolve("held"), "{}")));
      double ratio = (double) document.body().length() / ours.body().length();
      assertThat(ratio).as(document.body() + " beside " + ours.body()).isBetween(0.8, 1.25);
    } finally {
      bare.shutdownNow();
    }
  }

  private HttpResponse<String> post(URI uri, String json) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static URI location(HttpResponse<String> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }
}
