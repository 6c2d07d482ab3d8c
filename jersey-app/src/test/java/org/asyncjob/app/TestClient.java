package org.asyncjob.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** A client that follows no redirect. */
final class TestClient {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TestClient(URI base) {
    this.base = base;
  }

  URI uri(String path) {
    return base.resolve(path);
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(request(uri).GET().build(), BodyHandlers.ofString());
  }

  /** Asks for an answer when the job has ended. */
  CompletableFuture<HttpResponse<String>> getHeld(URI process) {
    HttpRequest request = request(process).header("Prefer", "wait=60").GET().build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  HttpResponse<String> delete(URI uri) throws IOException, InterruptedException {
    return client.send(request(uri).DELETE().build(), BodyHandlers.ofString());
  }

  HttpResponse<Path> download(URI uri, Path file) throws IOException, InterruptedException {
    return client.send(request(uri).GET().build(), BodyHandlers.ofFile(file));
  }

  /** Uploads the file as the body. */
  HttpResponse<String> upload(Path file, String query) throws IOException, InterruptedException {
    return post(query, "video/mp4", BodyPublishers.ofFile(file));
  }

  HttpResponse<String> post(String query, String contentType, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(uri("mp4tomp3" + query)).header("Content-Type", contentType).POST(body).build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Polls until the job has this status, and returns that answer. */
  HttpResponse<String> await(URI process, String status) {
    return Awaitility.await()
        .atMost(LIMIT.multipliedBy(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> get(process), answer -> json(answer).path("status").asText().equals(status));
  }

  static URI location(HttpResponse<?> response) {
    return URI.create(response.headers().firstValue("Location").orElseThrow());
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(LIMIT);
  }
}
