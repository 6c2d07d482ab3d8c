package org.asyncjob.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** An answer that is on its way. */
final class Pending<T> implements Callback {

  private final Call call;
  private final Exchange.Reader<T> reader;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  Pending(Call call, Exchange.Reader<T> reader) {
    this.call = call;
    this.reader = reader;
  }

  /**
   * Waits for the answer. When the thread is interrupted the exchange goes on.
   *
   * @throws ServerUnreachableException if there was no answer, or it broke off
   * @throws UncheckedIOException if a file to be sent cannot be read
   */
  T get() throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw asUnchecked(call, e.getCause());
    }
  }

  /** Waits no longer than this; empty if there is no answer then, or a bad one. */
  Optional<T> within(Duration time) throws InterruptedException {
    try {
      return Optional.of(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Ends the exchange; the reader is no longer at work when this returns. */
  void abort() {
    call.cancel();
    answer.handle((value, failure) -> true).join();
  }

  @Override
  public void onFailure(Call failed, IOException failure) {
    answer.completeExceptionally(failure);
  }

  @Override
  public void onResponse(Call answered, Response response) {
    try (response) {
      answer.complete(reader.read(response));
    } catch (IOException | RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  /** Says why there is no answer, in the words of this client. */
  static RuntimeException asUnchecked(Call call, Throwable failure) {
    if (failure instanceof UnreadableFileException unreadable) {
      return new UncheckedIOException(unreadable);
    }
    if (failure instanceof IOException broken) {
      return new ServerUnreachableException(call.request().url().uri(), broken);
    }
    if (failure instanceof RuntimeException exception) {
      return exception;
    }
    return new IllegalStateException("the exchange ended unexpectedly", failure);
  }
}
