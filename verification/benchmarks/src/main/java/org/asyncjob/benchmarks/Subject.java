package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One of the servers that are compared. */
final class Subject implements AutoCloseable {

  private static final int PATIENCE = 10_000;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ServerProcess server;
  private final boolean hasJobs;

  private Subject(ServerProcess server, boolean hasJobs) {
    this.server = server;
    this.hasJobs = hasJobs;
  }

  static Subject library(List<String> javaOptions) throws IOException {
    return new Subject(ServerProcess.start(NoOpServer.class, javaOptions), true);
  }

  static Subject bare(List<String> javaOptions) throws IOException {
    return new Subject(ServerProcess.start(BareServer.class, javaOptions), false);
  }

  ServerProcess server() {
    return server;
  }

  /** The answer to a GET of what is done. */
  int doneStatus() {
    return hasJobs ? 303 : 200;
  }

  /** Where a POST is answered with a document, as the library's always is. */
  URI answered() {
    return server.uri().resolve(hasJobs ? "jobs" : "answered");
  }

  /** Returns a process resource that has ended; what the bare server has never changes. */
  URI finished() throws IOException, InterruptedException {
    URI process = submit("jobs");
    awaitStatus(process, doneStatus());
    return process;
  }

  /** Returns a process resource that stays unfinished until {@link #end}. */
  URI running() throws IOException, InterruptedException {
    if (!hasJobs) {
      return submit("jobs");
    }
    URI process = submit("held");
    await(process, () -> get(process).body().contains("\"Running\""));
    return process;
  }

  void end(URI running) throws IOException, InterruptedException {
    if (hasJobs) {
      client.send(HttpRequest.newBuilder(running).DELETE().build(), BodyHandlers.discarding());
      await(running, () -> get(running).body().contains("\"Canceled\""));
    }
  }

  private void awaitStatus(URI process, int status) {
    await(process, () -> get(process).statusCode() == status);
  }

  private static void await(URI process, BooleanSupplier condition) {
    for (int i = 0; i < PATIENCE; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
    }
    throw new IllegalStateException(process + " does not become what is waited for");
  }

  private URI submit(String path) throws IOException, InterruptedException {
    HttpResponse<Void> accepted =
        client.send(
            HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"city\":\"Ulm\"}"))
                .build(),
            BodyHandlers.discarding());
    return URI.create(accepted.headers().firstValue("Location").orElseThrow());
  }

  private HttpResponse<String> get(URI uri) {
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for " + uri, e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
