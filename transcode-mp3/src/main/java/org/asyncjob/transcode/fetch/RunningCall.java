package org.asyncjob.transcode.fetch;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * One request and its answer, on a thread of its own, so that interrupting the caller ends it at
 * once, also while it waits for the network.
 */
final class RunningCall<T> implements Callback {

  /** Makes something of an answer, on the call's thread; closes nothing. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  private final Reader<T> reader;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();

  private RunningCall(Reader<T> reader) {
    this.reader = reader;
  }

  /**
   * Performs a call.
   *
   * @throws IOException if the network or the reader has
   * @throws InterruptedException if the thread was interrupted: the connection is closed and the
   *     reader no longer at work then
   */
  static <T> T of(Call call, Reader<T> reader) throws IOException, InterruptedException {
    RunningCall<T> running = new RunningCall<>(reader);
    call.enqueue(running);
    try {
      return running.outcome.get();
    } catch (InterruptedException e) {
      call.cancel();
      running.outcome.handle((value, failure) -> true).join();
      throw e;
    } catch (ExecutionException e) {
      throw asThrown(e.getCause());
    }
  }

  @Override
  public void onFailure(Call failed, IOException failure) {
    outcome.completeExceptionally(failure);
  }

  @Override
  public void onResponse(Call answered, Response response) {
    T value;
    try (response) {
      value = reader.read(response);
    } catch (IOException | RuntimeException | Error e) {
      outcome.completeExceptionally(e);
      return;
    }
    outcome.complete(value);
  }

  private static IOException asThrown(Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof IOException io ? io : new IOException(failure);
  }
}
