package org.asyncjob.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The events of one answer. They are read on the exchange's thread, so that interrupting who waits
 * for them ends it at once; what comes faster than it is taken is left out, but not the last.
 */
final class EventFeed implements Callback, AutoCloseable {

  private static final String STATUS = "status";

  /**
   * How an answer begins.
   *
   * @param isStream whether there are events, or were to be some before the connection broke
   * @param document where the job stands, if the server has answered with that instead
   */
  record Beginning(boolean isStream, Optional<Polled> document) {

    static final Beginning STREAM = new Beginning(true, Optional.empty());
    static final Beginning NOTHING = new Beginning(false, Optional.empty());
  }

  private final Call call;
  private final Resumption resumed;
  private final CompletableFuture<Beginning> beginning = new CompletableFuture<>();

  // All of these under the lock.
  private Resumption resumption;
  private @Nullable RemoteJob news;
  private @Nullable RuntimeException oddity;
  private boolean isOver;

  EventFeed(Call call, Resumption resumed) {
    this.call = call;
    this.resumed = resumed;
    resumption = resumed;
  }

  /**
   * Waits until it is known whether there are events.
   *
   * @param limit how long; a server that has none by then might as well have none
   * @throws ServerUnreachableException if no connection could be made
   * @throws ServerBusyException for 429, 502, 503 and 504
   * @throws UnexpectedAnswerException if the answer is a document that is none
   */
  Beginning begin(Duration limit) throws InterruptedException {
    try {
      return beginning.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      beginning.complete(resumed.hasWorked() ? Beginning.STREAM : Beginning.NOTHING);
      call.cancel();
      return begin(limit);
    } catch (ExecutionException e) {
      RuntimeException failure = Pending.asUnchecked(call, e.getCause());
      if (failure instanceof ServerUnreachableException lost && lost.contacted()) {
        return Beginning.STREAM;
      }
      throw failure;
    }
  }

  /**
   * Waits for news; empty when the stream has ended or broken.
   *
   * @throws UnexpectedAnswerException if an event is not what it should be
   */
  synchronized Optional<RemoteJob> next() throws InterruptedException {
    while (news == null && !isOver) {
      wait();
    }
    if (news == null && oddity != null) {
      throw oddity;
    }
    Optional<RemoteJob> told = Optional.ofNullable(news);
    news = null;
    return told;
  }

  /** How to go on after this one. */
  synchronized Resumption resumption() {
    return resumption;
  }

  /** Ends the exchange. */
  @Override
  public void close() {
    call.cancel();
  }

  @Override
  public void onFailure(Call failed, IOException failure) {
    beginning.completeExceptionally(failure);
    end(null);
  }

  @Override
  public void onResponse(Call answered, Response response) {
    try (response) {
      read(response);
      end(null);
    } catch (RequestRefusedException e) {
      beginning.complete(Beginning.NOTHING); // whoever asks for less may be answered
      end(null);
    } catch (IOException e) {
      beginning.completeExceptionally(e);
      end(null);
    } catch (RuntimeException e) {
      beginning.completeExceptionally(e);
      end(e);
    } catch (Error e) {
      beginning.completeExceptionally(e);
      end(new IllegalStateException("the stream of events ended unexpectedly", e));
    }
  }

  private void read(Response response) throws IOException {
    Answers.accept(response);
    if (response.code() == 204) {
      beginning.complete(Beginning.NOTHING);
      return;
    }
    if (!isEvents(response.body().contentType())) {
      Polled document = new Polled(StatusDocument.read(response), false, Duration.ZERO);
      beginning.complete(new Beginning(false, Optional.of(document)));
      return;
    }
    BufferedSource source = response.body().source();
    if (!resumed.hasWorked()) {
      source.request(1); // only then do events get through what is between
    }
    beginning.complete(Beginning.STREAM);
    tellAll(response, new ServerSentEvents(source));
  }

  private void tellAll(Response response, ServerSentEvents events) throws IOException {
    for (var event = events.next(); event.isPresent(); event = events.next()) {
      if (event.get().name().equals(STATUS)) {
        JsonNode document = Answers.parsed(event.get().data());
        RemoteJob job = StatusDocument.described(response, document);
        tell(job, resumed.after(event.get().id(), events.retry()));
        if (job.status().isFinished()) {
          return;
        }
      }
    }
  }

  private synchronized void tell(RemoteJob job, Resumption next) {
    news = job;
    resumption = next;
    notifyAll();
  }

  private synchronized void end(@Nullable RuntimeException odd) {
    oddity = odd;
    isOver = true;
    notifyAll();
  }

  private static boolean isEvents(@Nullable MediaType type) {
    return type != null
        && type.type().equalsIgnoreCase("text")
        && type.subtype().equalsIgnoreCase("event-stream");
  }
}
