package org.asyncjob.cli.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
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
    Call call = http.newCall(request);
    call.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<T> answer = new CompletableFuture<>();
    call.enqueue(new Completion<>(reader, answer));
    try {
      return answer.get();
    } catch (InterruptedException e) {
      call.cancel();
      answer.handle((value, failure) -> true).join();
      throw e;
    } catch (ExecutionException e) {
      throw asUnchecked(request, e.getCause());
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static RuntimeException asUnchecked(Request request, Throwable failure) {
    if (failure instanceof UnreadableFileException unreadable) {
      return new UncheckedIOException(unreadable);
    }
    if (failure instanceof IOException broken) {
      return new ServerUnreachableException(request.url().uri(), broken);
    }
    if (failure instanceof RuntimeException exception) {
      return exception;
    }
    return new IllegalStateException("the exchange ended unexpectedly", failure);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "async-job-client");
    thread.setDaemon(true);
    return thread;
  }

  private record Completion<T>(Reader<T> reader, CompletableFuture<T> answer) implements Callback {
    @Override
    public void onFailure(Call call, IOException failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        answer.complete(reader.read(response));
      } catch (IOException | RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    }
  }
}
