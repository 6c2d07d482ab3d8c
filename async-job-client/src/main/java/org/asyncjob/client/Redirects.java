package org.asyncjob.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.Response;

/** Follows redirects on the way to a result. */
final class Redirects {

  private static final int MOST = 5;

  private final Exchange exchange;

  Redirects(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Sends the request to one address after the other, until an answer is none that leads on; that
   * one is for the reader.
   *
   * @param limit the longest that each may take; zero for no limit
   */
  <T> T follow(URI start, Request.Builder request, Duration limit, Exchange.Reader<T> reader)
      throws InterruptedException {
    URI next = start;
    for (int redirects = 0; redirects <= MOST; redirects++) {
      Fetched<T> fetched =
          exchange.send(
              request.url(Addresses.http(next)).build(),
              limit,
              response -> fetched(response, reader));
      if (fetched instanceof Fetched.Moved<T> moved) {
        next = moved.to();
      } else if (fetched instanceof Fetched.Read<T> read) {
        return read.value();
      }
    }
    throw new UnexpectedAnswerException(
        "The server redirects more than " + MOST + " times on the way to the result.");
  }

  private static <T> Fetched<T> fetched(Response response, Exchange.Reader<T> reader)
      throws IOException {
    String location = response.header("Location");
    if (response.isRedirect() && location != null) {
      return new Fetched.Moved<>(Answers.link(response, location));
    }
    return new Fetched.Read<>(reader.read(response));
  }

  private sealed interface Fetched<T> {
    record Moved<T>(URI to) implements Fetched<T> {}

    record Read<T>(T value) implements Fetched<T> {}
  }
}
