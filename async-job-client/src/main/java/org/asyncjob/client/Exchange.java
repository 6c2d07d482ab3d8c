package org.asyncjob.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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

  /** Makes something of an answer, on the exchange's thread; closes nothing. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  private final OkHttpClient http;

  Exchange(Duration connectTimeout, Duration silenceTimeout) {
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(Executors.newCachedThreadPool(Exchange::daemon)))
            .connectTimeout(connectTimeout)
            .readTimeout(silenceTimeout)
            .writeTimeout(silenceTimeout)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
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
    Pending<T> pending = start(request, limit, reader);
    try {
      return pending.get();
    } catch (InterruptedException e) {
      pending.abort();
      throw e;
    }
  }

  /** Sends the request and does not wait for the answer. */
  <T> Pending<T> start(Request request, Duration limit, Reader<T> reader) {
    Call call = http.newCall(request);
    call.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    Pending<T> pending = new Pending<>(call, reader);
    call.enqueue(pending);
    return pending;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "async-job-client");
    thread.setDaemon(true);
    return thread;
  }
}
