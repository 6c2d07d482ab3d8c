package org.asyncjob.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** Answers what a test tells it to, in this order, sound or not. */
final class OddServer implements AutoCloseable {

  static final String RUNNING =
      """
      {"id":"1","status":"Running","progress":42,"phase":"transcoding","cancel_requested":false,
       "estimated_time_to_complete":"75 seconds","poll_every":"5 seconds"}
      """;

  private final MockWebServer server = new MockWebServer();
  private final Queue<Function<RecordedRequest, MockResponse.Builder>> script =
      new ConcurrentLinkedQueue<>();

  /** Listens. */
  OddServer() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            Function<RecordedRequest, MockResponse.Builder> next = script.poll();
            return next == null
                ? response(500, "{\"detail\":\"The script is over\"}").build()
                : next.apply(request).build();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  URI uri(String path) {
    return server.url(path).uri();
  }

  OddServer answers(int status, String body, String... headers) {
    return answers(response(status, body, headers));
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

  /** Begins to tell by events how the job goes on, and ends with the last of these. */
  OddServer streams(String... events) {
    return answers(stream(events));
  }

  static MockResponse.Builder stream(String... events) {
    return response(200, String.join("", events), "Content-Type", "text/event-stream");
  }

  /** An event, as a stream has it. */
  static String event(String id, String document) {
    return "event: status\nid: "
        + id
        + "\nretry: 1000\ndata: "
        + document.replace("\n", "\ndata: ")
        + "\n\n";
  }

  /** Reads the request and closes the connection instead of an answer. */
  OddServer hangsUp() {
    return answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
  }

  /** Closes the connection in the middle of the body. */
  OddServer hangsUpInTheMiddleOf(String body) {
    return answers(response(200, body).onResponseBody(new SocketEffect.CloseSocket()));
  }

  OddServer answers(MockResponse.Builder response) {
    script.add(request -> response);
    return this;
  }

  /** Answers when as many requests as the latch counts are waiting for it. */
  OddServer answersOnceAllAreThere(CountDownLatch all, int status, String... headers) {
    script.add(
        request -> {
          all.countDown();
          try {
            return all.await(30, TimeUnit.SECONDS)
                ? response(status, "", headers)
                : response(500, "");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response(500, "");
          }
        });
    return this;
  }

  /** The part of the body that is asked for. */
  OddServer answersTheRange(String body, String tag) {
    script.add(request -> range(request, body, tag));
    return this;
  }

  /** Closes the connection in the middle of the part that is asked for. */
  OddServer hangsUpInTheMiddleOfTheRange(String body, String tag) {
    script.add(request -> range(request, body, tag).onResponseBody(new SocketEffect.CloseSocket()));
    return this;
  }

  /** Sends all of the body without saying how long it is, but not that it was all. */
  OddServer hangsUpBeforeTheLastChunk(String body, String tag) {
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    return answers(
        response(200, chunk, "ETag", tag)
            .removeHeader("Content-Length")
            .setHeader("Transfer-Encoding", "chunked")
            .onResponseEnd(new SocketEffect.CloseSocket()));
  }

  private static MockResponse.Builder range(RecordedRequest request, String body, String tag) {
    String range = String.valueOf(request.getHeaders().get("Range"));
    int first = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    return response(
        206,
        body.substring(first),
        "Content-Range",
        "bytes " + first + "-" + (body.length() - 1) + "/" + body.length(),
        "ETag",
        tag);
  }

  static MockResponse.Builder response(int status, String body, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < headers.length; i += 2) {
      response.setHeader(headers[i], headers[i + 1]);
    }
    return response;
  }

  RecordedRequest nextRequest() throws InterruptedException {
    return server.takeRequest();
  }

  int requests() {
    return server.getRequestCount();
  }

  @Override
  public void close() {
    server.close();
  }
}
