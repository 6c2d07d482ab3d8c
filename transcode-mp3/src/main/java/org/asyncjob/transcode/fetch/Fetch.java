package org.asyncjob.transcode.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.asyncjob.JobFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches one file, in as many attempts as it needs and may have. */
final class Fetch {

  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_ATTEMPTS_IN_VAIN = 5;
  private static final int MOST_ATTEMPTS = 50;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Target target;
  private final Transfer transfer;
  private final FetchLimits limits;
  private final long end;

  /** Where to fetch from. */
  interface Target {

    /** The link for the next attempt. */
    HttpUrl link() throws IOException;

    OkHttpClient client();

    boolean followsRedirects();

    /** How long to wait after the first attempt in vain; doubles with each. */
    Duration firstPause();
  }

  Fetch(Target target, Transfer transfer, FetchLimits limits) {
    this.target = target;
    this.transfer = transfer;
    this.limits = limits;
    end = System.nanoTime() + limits.total().toNanos();
  }

  /**
   * Fetches it.
   *
   * @throws JobFailedException if that is not possible, with the reason for its sender
   * @throws IOException if the file cannot be written
   */
  FetchedFile run() throws IOException, InterruptedException {
    int inVain = 0;
    for (int attempt = 1; ; attempt++) {
      long before = transfer.received();
      Trouble trouble;
      try {
        Step step = follow();
        if (step instanceof Step.Complete) {
          return transfer.result();
        }
        Optional<Duration> wish =
            step instanceof Step.Later later ? later.pause() : Optional.empty();
        trouble = new Trouble(FetchFailures.notHandedOut(), wish);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (UnusableLinkException e) {
        throw FetchFailures.refused(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        LOG.debug("attempt {} has failed", attempt, e);
        trouble = new Trouble(failure(e, before), Optional.empty());
      }
      inVain = transfer.received() > before ? 1 : inVain + 1;
      if (inVain >= MOST_ATTEMPTS_IN_VAIN || attempt >= MOST_ATTEMPTS || isFinal(trouble)) {
        throw trouble.failure();
      }
      pause(trouble, inVain);
    }
  }

  private Step follow() throws IOException, UnusableLinkException, InterruptedException {
    HttpUrl asked = target.link();
    HttpUrl link = asked;
    for (int redirects = 0; ; redirects++) {
      Step step = ask(link, asked);
      if (!(step instanceof Step.Moved moved)) {
        return step;
      }
      if (!target.followsRedirects()) {
        throw FetchFailures.notHandedOut();
      }
      if (redirects == MOST_REDIRECTS) {
        throw FetchFailures.tooManyRedirects(MOST_REDIRECTS);
      }
      link = HttpLinks.resolve(link, moved.location());
    }
  }

  private Step ask(HttpUrl link, HttpUrl asked) throws IOException, InterruptedException {
    Request.Builder request =
        new Request.Builder()
            .url(link)
            .header("User-Agent", "mp4tomp3")
            .header("Accept", "*/*")
            // Without it the library would ask for gzip, of which no part can be asked for again.
            .header("Accept-Encoding", "identity");
    Optional<Validator> resumption = transfer.resumption();
    if (resumption.isPresent()) {
      request.header("Range", "bytes=" + transfer.received() + "-");
      request.header("If-Range", resumption.get().fieldValue());
    }
    Duration limit = Duration.ofMillis(Math.max(1, remaining().toMillis()));
    Call call = target.client().newBuilder().callTimeout(limit).build().newCall(request.build());
    return RunningCall.of(call, response -> read(response, asked, resumption.isPresent()));
  }

  private Step read(Response response, HttpUrl asked, boolean isRest) throws IOException {
    int status = response.code();
    if (status == 200 || status == 203) {
      transfer.takeAll(response, asked);
      return new Step.Complete();
    }
    if (status == 206) {
      if (!isRest) {
        throw new IOException("a part, and the whole was asked for");
      }
      transfer.takeRest(response);
      return new Step.Complete();
    }
    String location = response.header("Location");
    if (REDIRECTS.contains(status) && location != null) {
      return new Step.Moved(location);
    }
    LOG.info("the server {} of a link answers {}", response.request().url().host(), status);
    if (status == 416) {
      transfer.restart();
      return new Step.Later(Optional.empty());
    }
    if (status >= 500 || PASSING.contains(status)) {
      return new Step.Later(retryAfter(response));
    }
    throw FetchFailures.notHandedOut();
  }

  private JobFailedException failure(IOException e, long before) {
    Optional<RefusedAddressException> refusal = refusal(e);
    if (refusal.isPresent()) {
      LOG.info("a link is refused: {}", String.valueOf(refusal.get().getMessage()));
      return refusal.get().isOfName()
          ? FetchFailures.hostNotFound(e)
          : FetchFailures.refusedAddress(e);
    }
    if (remaining().isZero()) {
      return FetchFailures.tooSlow(limits.total());
    }
    if (transfer.received() > 0 || before > 0) {
      return FetchFailures.interrupted(e);
    }
    if (e instanceof UnknownHostException) {
      return FetchFailures.hostNotFound(e);
    }
    return e instanceof SSLException ? FetchFailures.notTrusted(e) : FetchFailures.noConnection(e);
  }

  /** Whether asking again would not help, or tell by its time what the answer does not. */
  private boolean isFinal(Trouble trouble) {
    Throwable cause = trouble.failure().getCause();
    return remaining().isZero()
        || cause instanceof SSLHandshakeException
        || cause instanceof SSLPeerUnverifiedException
        || (cause instanceof UnknownHostException && transfer.received() == 0)
        || (cause instanceof IOException io && refusal(io).isPresent());
  }

  private void pause(Trouble trouble, int inVain) throws InterruptedException {
    Duration own = target.firstPause().multipliedBy(1L << Math.min(inVain - 1, 4));
    Duration pause = trouble.wish().filter(wish -> wish.compareTo(own) > 0).orElse(own);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      throw trouble.failure();
    }
    if (pause.compareTo(remaining()) >= 0) {
      throw FetchFailures.tooSlow(limits.total());
    }
    Thread.sleep(pause.toMillis());
  }

  /** In whole milliseconds, as calls are limited: none is left over when they end. */
  private Duration remaining() {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    return Duration.ofMillis(Math.max(0, millis));
  }

  /** In seconds or as a date (RFC 9110, section 10.2.3). */
  private static Optional<Duration> retryAfter(Response response) {
    String field = response.header("Retry-After");
    if (field != null && field.strip().matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(field.strip())));
    }
    Date then = response.headers().getDate("Retry-After");
    Date now = response.headers().getDate("Date");
    return then == null || now == null
        ? Optional.empty()
        : Optional.of(Duration.between(now.toInstant(), then.toInstant()));
  }

  private static Optional<RefusedAddressException> refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedAddressException refusal) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  /** What to end with, unless another attempt is made, and when the server would like that. */
  private record Trouble(JobFailedException failure, Optional<Duration> wish) {}
}
