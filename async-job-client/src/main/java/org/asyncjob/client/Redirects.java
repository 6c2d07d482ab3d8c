package org.asyncjob.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Follows redirects on the way to a result. What leads to another origin than the job's is followed
 * without the credentials that are meant for that, and so is what leads on from there.
 */
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
   * @param home an address of the origin that may see the credentials
   * @param limit the longest that each may take; zero for no limit
   */
  <T> T follow(
      URI home, URI start, Request.Builder request, Duration limit, Exchange.Reader<T> reader)
      throws InterruptedException {
    HttpUrl trusted = Addresses.http(home);
    boolean isTrusted = true;
    URI next = start;
    for (int redirects = 0; redirects <= MOST; redirects++) {
      HttpUrl url = Addresses.http(next);
      Request hop = request.url(url).build();
      Exchange.Reader<Fetched<T>> hopReader = response -> fetched(response, reader);
      isTrusted = isTrusted && Addresses.sameOrigin(trusted, url);
      Fetched<T> fetched =
          isTrusted
              ? exchange.send(hop, limit, hopReader)
              : exchange.sendWithoutCredentials(hop, limit, hopReader);
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
