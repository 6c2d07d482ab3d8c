package org.asyncjob.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches results. The origin of {@code home} alone sees credentials, wherever a result turns out
 * to be.
 */
final class Results {

  private static final Duration LIMIT_OF_SHORT_ANSWERS = Duration.ofSeconds(60);
  private static final long MILLIS_BEFORE_GOING_ON = 200;

  private final Redirects redirects;
  private final Patience onceAccepted;
  private final Patience onceContacted;

  Results(Redirects redirects, Patience onceAccepted, Patience onceContacted) {
    this.redirects = redirects;
    this.onceAccepted = onceAccepted;
    this.onceContacted = onceContacted;
  }

  Optional<String> name(URI home, URI result) throws InterruptedException {
    Request.Builder head = new Request.Builder().head();
    return onceContacted.with(
        () ->
            redirects.follow(
                home, result, head, LIMIT_OF_SHORT_ANSWERS, response -> name(home, response)));
  }

  private static Optional<String> name(URI home, Response response) throws IOException {
    boolean isElsewhere = !Addresses.sameOrigin(Addresses.http(home), response.request().url());
    if (isElsewhere && (response.code() == 403 || response.code() == 405)) {
      return Optional.empty(); // signed links are often good for GET alone
    }
    Answers.accept(response);
    Answers.requireOk(response, "the result");
    return Optional.ofNullable(response.header("Content-Disposition")).flatMap(DispositionName::of);
  }

  String text(URI home, URI result) throws InterruptedException {
    Request.Builder get = new Request.Builder();
    return onceContacted.with(
        () -> redirects.follow(home, result, get, LIMIT_OF_SHORT_ANSWERS, Answers::resultText));
  }

  long download(URI home, URI result, Download download) throws InterruptedException {
    while (!onceAccepted.with(() -> advance(home, result, download))) {
      Thread.sleep(MILLIS_BEFORE_GOING_ON);
    }
    return download.received();
  }

  /** Whether it is complete. */
  private boolean advance(URI home, URI result, Download download) throws InterruptedException {
    long before = download.furthest();
    try {
      return redirects.follow(home, result, download.request(), Duration.ZERO, download);
    } catch (ServerUnreachableException e) {
      if (download.furthest() > before) {
        return false;
      }
      throw e;
    }
  }
}
