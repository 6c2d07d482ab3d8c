package org.asyncjob.client;

import java.net.URI;
import java.time.Duration;
import okhttp3.Request;

/** The ways to ask where a job stands. */
final class StatusRequests {

  static final String DOCUMENTS = "application/json, application/problem+json";
  static final Duration LIMIT_OF_SHORT_ANSWERS = Duration.ofSeconds(60);

  /** A server that has no events answers with the document. */
  private static final String EVENTS =
      "text/event-stream, application/json;q=0.9, application/problem+json;q=0.9";

  private final Exchange exchange;

  StatusRequests(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Asks once.
   *
   * @param hold how long the server may hold its answer; zero for not at all
   */
  Polled ask(URI job, Duration hold) throws InterruptedException {
    Request.Builder get =
        new Request.Builder().url(Addresses.http(job)).header("Accept", DOCUMENTS);
    if (!hold.isZero()) {
      get.header("Prefer", "wait=" + hold.toSeconds());
    }
    long start = System.nanoTime();
    return exchange.send(
        get.build(),
        LIMIT_OF_SHORT_ANSWERS.plus(hold),
        response ->
            new Polled(
                StatusDocument.read(response),
                !hold.isZero() && Answers.isHeld(response),
                Duration.ofNanos(System.nanoTime() - start)));
  }

  /** Asks for events, of which the first may be what follows those that were seen. */
  EventFeed follow(URI job, Resumption resumption) {
    Request.Builder get =
        new Request.Builder()
            .url(Addresses.http(job))
            .header("Accept", EVENTS)
            .header("Accept-Encoding", "identity"); // what compresses collects
    if (!resumption.lastEvent().isEmpty()) {
      get.header("Last-Event-ID", resumption.lastEvent());
    }
    return exchange.follow(get.build(), resumption);
  }
}
