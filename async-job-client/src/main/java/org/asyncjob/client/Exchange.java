package org.asyncjob.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One request and its answer, on a thread of its own, so that interrupting the caller ends it at
 * once, even while it waits for the network.
 */
final class Exchange implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(60);

  /** Servers break the silence every 15 seconds. */
  private static final Duration SILENCE_BETWEEN_EVENTS = Duration.ofSeconds(45);

  /** Makes something of an answer, on the exchange's thread; closes nothing. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  private final OkHttpClient http;
  private final OkHttpClient anonymous;
  private final OkHttpClient streaming;
  private final boolean ownsConnections;

  private Exchange(OkHttpClient http, boolean ownsConnections) {
    this.http = http;
    anonymous = anonymous(http);
    streaming =
        http.newBuilder().readTimeout(SILENCE_BETWEEN_EVENTS).callTimeout(Duration.ZERO).build();
    this.ownsConnections = ownsConnections;
  }

  /** Makes one with connections of its own. */
  static Exchange create(Duration longestHold) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(SILENCE_TIMEOUT)
            .writeTimeout(SILENCE_TIMEOUT)
            .build();
    return new Exchange(adapted(http, longestHold), true);
  }

  /** Makes one with the connections, time-outs, interceptors and proxies of somebody else. */
  static Exchange sharing(OkHttpClient http, Duration longestHold) {
    return new Exchange(adapted(http, longestHold), false);
  }

  /**
   * Sends the request and reads the answer.
   *
   * @param limit the longest that all of it may take; zero for no limit
   * @throws ServerUnreachableException if there was no answer, or it broke off
   * @throws UncheckedIOException if a file to be sent cannot be read
   * @throws InterruptedException if the caller was interrupted; the reader is no longer at work
   *     then
   */
  <T> T send(Request request, Duration limit, Reader<T> reader) throws InterruptedException {
    return send(http, request, limit, reader);
  }

  /**
   * As above, to an origin that is not to see the credentials which interceptors and authenticators
   * know: without these.
   */
  <T> T sendWithoutCredentials(Request request, Duration limit, Reader<T> reader)
      throws InterruptedException {
    return send(anonymous, request, limit, reader);
  }

  private static <T> T send(OkHttpClient sender, Request request, Duration limit, Reader<T> reader)
      throws InterruptedException {
    Pending<T> pending = start(sender, request, limit, reader);
    try {
      return pending.get();
    } catch (InterruptedException e) {
      pending.abort();
      throw e;
    }
  }

  /** Sends the request and does not wait for the answer. */
  <T> Pending<T> start(Request request, Duration limit, Reader<T> reader) {
    return start(http, request, limit, reader);
  }

  /** Sends the request and reads events as they come, however long that takes. */
  EventFeed follow(Request request, Resumption resumption) {
    Call call = streaming.newCall(request);
    EventFeed feed = new EventFeed(call, resumption);
    call.enqueue(feed);
    return feed;
  }

  private static <T> Pending<T> start(
      OkHttpClient sender, Request request, Duration limit, Reader<T> reader) {
    Call call = sender.newCall(request);
    call.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    Pending<T> pending = new Pending<>(call, reader);
    call.enqueue(pending);
    return pending;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    if (ownsConnections) {
      http.connectionPool().evictAll();
    }
  }

  private static OkHttpClient adapted(OkHttpClient http, Duration longestHold) {
    OkHttpClient.Builder builder =
        http.newBuilder().dispatcher(dispatcher()).followRedirects(false).followSslRedirects(false);
    if (http.readTimeoutMillis() > 0) {
      builder.readTimeout(longestHold.plusMillis(http.readTimeoutMillis()));
    }
    return builder.build();
  }

  /** With the same connections and threads. */
  private static OkHttpClient anonymous(OkHttpClient http) {
    OkHttpClient.Builder builder = http.newBuilder().authenticator(Authenticator.NONE);
    builder.interceptors().clear();
    builder.networkInterceptors().clear();
    return builder.build();
  }

  /** Callers wait on threads of their own, which is limit enough. */
  private static Dispatcher dispatcher() {
    Dispatcher dispatcher = new Dispatcher(Executors.newCachedThreadPool(Exchange::daemon));
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "async-job-client");
    thread.setDaemon(true);
    return thread;
  }
}
