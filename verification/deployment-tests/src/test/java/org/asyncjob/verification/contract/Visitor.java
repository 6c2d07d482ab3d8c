package org.asyncjob.verification.contract;

import java.io.ByteArrayInputStream;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A client of one server: it follows no redirect, looks at every answer for what none may have, and
 * when it leaves it takes all its jobs away. Safe for many threads.
 */
final class Visitor implements AutoCloseable {

  /** How long anything may take that is waited for. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<String> UNFINISHED = Set.of("NotStarted", "Running");

  private final URI controller;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Addresses of process resources, as this machine reaches them. */
  private final ConcurrentMap<URI, Boolean> jobs = new ConcurrentHashMap<>();

  Visitor(URI controller) {
    this.controller = controller;
  }

  /** The resource that accepts work. */
  URI controller() {
    return controller;
  }

  /** The resource that accepts work, with a query: {@code ?mono=true}. */
  URI controller(String query) {
    return URI.create(controller + query);
  }

  /** A path on the same server: {@code /nowhere}. */
  URI elsewhere(String path) {
    return controller.resolve(path);
  }

  Answer get(URI uri, String... headers) throws IOException, InterruptedException {
    return send("GET", uri, BodyPublishers.noBody(), headers);
  }

  Answer head(URI uri, String... headers) throws IOException, InterruptedException {
    return send("HEAD", uri, BodyPublishers.noBody(), headers);
  }

  Answer delete(URI uri) throws IOException, InterruptedException {
    return send("DELETE", uri, BodyPublishers.noBody());
  }

  /** Sends a file as the body; {@code query} may be empty. */
  Answer upload(Path file, String query, String... headers)
      throws IOException, InterruptedException {
    return post(query, BodyPublishers.ofFile(file), withType("video/mp4", headers));
  }

  Answer post(String query, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", controller(query), body, headers);
  }

  Answer send(String method, URI uri, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    return seen(
        method, uri, client.send(request(method, uri, body, headers), BodyHandlers.ofByteArray()));
  }

  CompletableFuture<Answer> sendLater(
      String method, URI uri, BodyPublisher body, String... headers) {
    return client
        .sendAsync(request(method, uri, body, headers), BodyHandlers.ofByteArray())
        .thenApply(response -> seen(method, uri, response));
  }

  private static HttpRequest request(
      String method, URI uri, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(PATIENCE).method(method, body);
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  private Answer seen(String method, URI uri, HttpResponse<byte[]> response) {
    Map<String, List<String>> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return seen(new Answer(method, uri, response.statusCode(), headers, response.body()));
  }

  /** Looks at an answer that came another way. */
  Answer seen(Answer answer) {
    if (answer.method().equals("POST") && answer.status() == 202) {
      remember(answer.member("id"));
    }
    Scrutiny.of(answer);
    return answer;
  }

  /** Takes this job away in the end. */
  void remember(String id) {
    jobs.put(URI.create(controller + "/" + id), true);
  }

  /** Where this machine reaches the process resource that an answer is about. */
  URI process(Answer accepted) {
    return URI.create(controller + "/" + accepted.member("id"));
  }

  /** Uploads a file and returns where its process resource is. */
  URI submit(Path file, String... headers) throws IOException, InterruptedException {
    return process(upload(file, "", headers));
  }

  /** Polls until the job has this status; returns that answer. */
  Answer await(URI process, String status) {
    return await(process, answer -> answer.member("status").equals(status));
  }

  /** Polls until an answer is as it should be, and returns it. */
  Answer await(URI process, Predicate<Answer> asItShouldBe) {
    return Awaitility.await(process.toString())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> get(process), asItShouldBe);
  }

  /** Submits a file and waits for its result; returns the answer that leads there. */
  Answer convert(Path file, String query, String... headers)
      throws IOException, InterruptedException {
    return await(process(upload(file, query, headers)), "Succeeded");
  }

  private static String[] withType(String type, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = type;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }

  /** Cancels and discards what it has submitted. */
  @Override
  public void close() throws IOException {
    try {
      for (URI job : jobs.keySet()) {
        if (delete(job).status() == 202) {
          await(job, answer -> !UNFINISHED.contains(answer.member("status")));
          delete(job);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while jobs were still there", e);
    }
  }

  /** Sends what a body publisher of a stream sends. */
  static BodyPublisher stream(byte[] bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
  }

  static UncheckedIOException unchecked(IOException e) {
    return new UncheckedIOException(e);
  }
}
