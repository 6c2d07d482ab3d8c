package org.asyncjob.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;

/** Answers what a test tells it to, in this order, sound or not. */
final class OddServer implements AutoCloseable {

  private static final String RUNNING =
      """
      {"id":"1","status":"Running","progress":42,"phase":"transcoding","cancel_requested":false,
       "estimated_time_to_complete":"75 seconds","poll_every":"5 seconds"}
      """;

  private final MockWebServer server = new MockWebServer();

  /** Listens. */
  OddServer() throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + server.getPort() + path);
  }

  OddServer answers(int status, String body, String... headers) {
    server.enqueue(response(status, body, headers).build());
    return this;
  }

  /** A 202 that has a job at {@code /jobs/1}. */
  OddServer accepts() {
    return answers(202, RUNNING, "Location", uri("/jobs/1").toString(), "Retry-After", "0");
  }

  OddServer runs() {
    return answers(200, RUNNING, "Retry-After", "0");
  }

  OddServer succeeds() {
    return answers(303, "{\"status\":\"Succeeded\"}", "Location", "/jobs/1/result");
  }

  /** Closes the connection in the middle of the body. */
  OddServer hangsUpInTheMiddleOf(String body) {
    server.enqueue(response(200, body).onResponseBody(new SocketEffect.CloseSocket()).build());
    return this;
  }

  private static MockResponse.Builder response(int status, String body, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < headers.length; i += 2) {
      response.setHeader(headers[i], headers[i + 1]);
    }
    return response;
  }

  @Override
  public void close() {
    server.close();
  }
}
