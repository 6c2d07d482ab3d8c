package org.asyncjob.client;

import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Settings of a client. Not safe for use by several threads. */
public final class AsyncJobClientBuilder {

  private static final Duration LONGEST_HOLD = Duration.ofHours(1);

  private Duration patience = Duration.ofMinutes(2);
  private Duration preferredHold = Duration.ZERO;
  private boolean events = true;
  private @Nullable OkHttpClient http;

  AsyncJobClientBuilder() {}

  /**
   * How long a busy server, or a connection that is lost, is tried again; two minutes unless said
   * otherwise, and not at all if zero.
   */
  public AsyncJobClientBuilder patience(Duration longest) {
    patience = longest;
    return this;
  }

  /**
   * Whether {@link AsyncJobClient#await(RemoteJob) await} hears of progress and of the end as they
   * happen, by Server-Sent Events, from servers that have them. True unless said otherwise. Each
   * wait has a connection of its own as long as it lasts then; programs that wait for hundreds of
   * jobs at once rather ask.
   */
  public AsyncJobClientBuilder events(boolean wanted) {
    events = wanted;
    return this;
  }

  /**
   * Has the server hold its answer until the job is finished, but no longer than this ({@code
   * Prefer: wait}), so that {@link AsyncJobClient#await(RemoteJob) await} hears of the end at once
   * where it is not told by {@linkplain #events events}. Servers that do not know it are asked as
   * often as they want. Not asked for unless said so.
   *
   * @param hold zero for never, or 1 second to 1 hour; parts of seconds are cut off
   * @throws IllegalArgumentException if it is something else
   */
  public AsyncJobClientBuilder preferWait(Duration hold) {
    if (!hold.isZero()
        && (hold.compareTo(Duration.ofSeconds(1)) < 0 || hold.compareTo(LONGEST_HOLD) > 0)) {
      throw new IllegalArgumentException(
          "a server can be asked to hold its answer for 1 second to 1 hour, not for " + hold);
    }
    preferredHold = Duration.ofSeconds(hold.toSeconds());
    return this;
  }

  /**
   * Uses the connections, time-outs, proxies, certificates and interceptors of a client that the
   * program has already, for example one that adds credentials. Its dispatcher, its call time-out
   * and whether it follows redirects are without effect here. It stays open.
   */
  public AsyncJobClientBuilder httpClient(OkHttpClient client) {
    http = client;
    return this;
  }

  /** Makes the client; close it in the end. */
  public AsyncJobClient build() {
    Exchange exchange =
        http == null ? Exchange.create(preferredHold) : Exchange.sharing(http, preferredHold);
    return new AsyncJobClient(exchange, patience, new Waiting.Ways(events, preferredHold));
  }
}
