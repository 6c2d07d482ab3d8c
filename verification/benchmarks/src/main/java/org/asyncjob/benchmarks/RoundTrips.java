package org.asyncjob.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/** A client that submits jobs and polls them on one connection, and looks at the clock. */
final class RoundTrips {

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RoundTrips(URI server) {
    this.server = server;
  }

  /** Submits a job to this resource and returns the URL of its process resource. */
  URI submit(String resource) throws IOException, InterruptedException {
    HttpResponse<Void> accepted =
        send(
            HttpRequest.newBuilder(server.resolve(resource))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            202);
    return URI.create(accepted.headers().firstValue("Location").orElseThrow());
  }

  void cancel(URI process) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(process).DELETE().build(), 202);
  }

  /** Submits and polls so many jobs, one after the other. */
  Times measure(int rounds) throws IOException, InterruptedException {
    long[] micros = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      send(HttpRequest.newBuilder(submit("jobs")).build(), 200);
      micros[i] = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1000;
    }
    Arrays.sort(micros);
    return new Times(micros[rounds / 2], micros[rounds * 99 / 100]);
  }

  private HttpResponse<Void> send(HttpRequest request, int status)
      throws IOException, InterruptedException {
    HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
    if (answer.statusCode() != status) {
      throw new IOException(request + " was answered with " + answer.statusCode());
    }
    return answer;
  }

  /**
   * How long a POST and a GET took.
   *
   * @param median in microseconds
   * @param slow in microseconds; 99 of 100 took no longer
   */
  record Times(long median, long slow) {}
}
