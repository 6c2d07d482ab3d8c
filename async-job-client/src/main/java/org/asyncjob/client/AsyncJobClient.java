package org.asyncjob.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Submits work to a server, waits for it, fetches its result and cancels it. Safe for many threads.
 *
 * <p>Interrupting a thread ends what it does here at once, with an {@link InterruptedException}.
 * Servers that ask to come back later (429, 502, 503, 504) are asked again when they say, until the
 * client's patience is over; so is a server to which a connection stood and broke. Every method
 * throws a {@link JobServerException} when the server cannot do what was asked, and an {@link
 * IllegalArgumentException} for addresses that are not http or https.
 */
public final class AsyncJobClient implements AutoCloseable {

  private static final Duration LONGEST_WAIT_FOR_LATE_ANSWER = Duration.ofSeconds(4);

  private final Exchange exchange;
  private final Results results;
  private final StatusRequests requests;
  private final Waiting waiting;
  private final Patience onceContacted;
  private final DirectUpload directUpload;

  AsyncJobClient(Exchange exchange, Duration patience, Waiting.Ways ways) {
    this.exchange = exchange;
    requests = new StatusRequests(exchange);
    waiting = new Waiting(requests, ways, patience);
    Patience onceAccepted = new Patience(patience, lost -> true);
    onceContacted = new Patience(patience, ServerUnreachableException::contacted);
    directUpload = new DirectUpload(exchange, onceContacted);
    results = new Results(new Redirects(exchange), onceAccepted, onceContacted);
  }

  /** One with connections of its own, and the settings that a builder starts with. */
  public static AsyncJobClient create() {
    return builder().build();
  }

  /** Makes one with other settings. */
  public static AsyncJobClientBuilder builder() {
    return new AsyncJobClientBuilder();
  }

  /**
   * Submits work. If the connection breaks on the way it is sent again under the same idempotency
   * key, so that the server takes it for the same job. When the thread is interrupted, what the
   * server has accepted is cancelled.
   *
   * @param controller the resource that accepts work
   * @return the job, of which is known that it was accepted, and when to ask for more
   * @throws UncheckedIOException if the file cannot be read
   */
  public RemoteJob submit(URI controller, Submission submission) throws InterruptedException {
    Optional<Submission> uploaded =
        submission.isDirect() ? directUpload.uploaded(controller, submission) : Optional.empty();
    return submitNow(controller, uploaded.orElse(submission));
  }

  private RemoteJob submitNow(URI controller, Submission submission) throws InterruptedException {
    UploadBody body = body(submission);
    Request request =
        new Request.Builder()
            .url(submission.addressAt(Addresses.http(controller)))
            .header(
                "Idempotency-Key",
                submission.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString()))
            .header("Accept", StatusRequests.DOCUMENTS)
            .post(body)
            .build();
    AtomicInteger earlier = new AtomicInteger(submission.idempotencyKey().isPresent() ? 1 : 0);
    return onceContacted.with(
        () -> {
          try {
            return submit(request, body);
          } catch (RequestRefusedException e) {
            throw e.status() == 409 && earlier.get() > 0 ? stillArriving(e) : e;
          } finally {
            earlier.incrementAndGet();
          }
        });
  }

  private RemoteJob submit(Request request, UploadBody body) throws InterruptedException {
    Pending<RemoteJob> pending = exchange.start(request, Duration.ZERO, StatusDocument::accepted);
    try {
      return pending.get();
    } catch (InterruptedException e) {
      if (body.isSent()) {
        Optional<RemoteJob> accepted = pending.within(LONGEST_WAIT_FOR_LATE_ANSWER);
        if (accepted.isPresent()) {
          discard(accepted.get().url());
        }
      }
      pending.abort();
      throw e;
    }
  }

  /** The server has not noticed yet that the connection of an earlier attempt is gone. */
  private static ServerBusyException stillArriving(RequestRefusedException refused) {
    return new ServerBusyException(String.valueOf(refused.getMessage()), Optional.empty());
  }

  /** Asks once where a job stands. */
  public RemoteJob status(URI job) throws InterruptedException {
    return onceContacted.with(() -> requests.ask(job, Duration.ZERO)).job();
  }

  /** Waits until a job is finished, however that ends. */
  public RemoteJob await(RemoteJob job) throws InterruptedException {
    return await(job, latest -> {});
  }

  /**
   * Waits until a job is finished: hears from the server how it goes on, where that has Server-Sent
   * Events, and asks as often as the server wants where it has not. Lost connections are outlasted
   * for as long as the client has patience; events go on where they broke off.
   *
   * @param listener hears of every answer and every event, the last one included, on the calling
   *     thread; while it is busy events are left out, but not the last
   */
  public RemoteJob await(RemoteJob job, Consumer<RemoteJob> listener) throws InterruptedException {
    return job.status().isFinished() ? job : waiting.await(job, listener);
  }

  /** The name of a job's result, as below. */
  public Optional<String> resultName(RemoteJob finished) throws InterruptedException {
    return results.name(finished.url(), result(finished));
  }

  /** The name that the server gives a result, without directory; empty if it gives none. */
  public Optional<String> resultName(URI result) throws InterruptedException {
    return results.name(result, result);
  }

  /** The text of a job's result, as below. */
  public String resultText(RemoteJob finished) throws InterruptedException {
    return results.text(finished.url(), result(finished));
  }

  /**
   * Fetches a small result, such as a JSON value, at most 1 MiB.
   *
   * @throws UnexpectedAnswerException if it is longer
   */
  public String resultText(URI result) throws InterruptedException {
    return results.text(result, result);
  }

  /** Fetches a job's result into a file, as below. */
  public long download(RemoteJob finished, Path file) throws InterruptedException {
    return download(finished, file, TransferListener.NONE);
  }

  /**
   * Fetches a job's result into a file, as below. Credentials of an {@linkplain
   * AsyncJobClientBuilder#httpClient HTTP client that was given} are sent to the origin of the job,
   * and to no other that the result may be at.
   *
   * @throws IllegalArgumentException if the job has no result
   */
  public long download(RemoteJob finished, Path file, TransferListener listener)
      throws InterruptedException {
    return results.download(finished.url(), result(finished), new Download(file, listener));
  }

  /** Fetches a result into a file, as below. */
  public long download(URI result, Path file) throws InterruptedException {
    return download(result, file, TransferListener.NONE);
  }

  /**
   * Fetches a result into a file and replaces what that contains. After an exception the file may
   * hold a part: give it a temporary name. Where a connection breaks the next one goes on, if the
   * server knows ranges and says that the result is still the same; otherwise it begins anew. The
   * client's patience counts from the last byte that was new.
   *
   * <p>Redirects are followed; to another origin than that of {@code result} without credentials.
   *
   * @return how many bytes; the same number that the server announced, if it announced one
   * @throws UncheckedIOException if the file cannot be written
   */
  public long download(URI result, Path file, TransferListener listener)
      throws InterruptedException {
    return results.download(result, result, new Download(file, listener));
  }

  private static URI result(RemoteJob job) {
    return job.result()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "job " + job.url() + " has no result: it is " + job.status().word()));
  }

  /**
   * Asks for the end of a job. One that is finished is left alone.
   *
   * @return the job, finished or about to be; empty if it finished at this very moment, and was
   *     {@linkplain #discard discarded} thereby
   */
  public Optional<RemoteJob> cancel(URI job) throws InterruptedException {
    return onceContacted.with(
        () -> {
          RemoteJob found = requests.ask(job, Duration.ZERO).job();
          return found.status().isFinished() ? Optional.of(found) : delete(job);
        });
  }

  /**
   * Deletes a finished job together with its result, and ends one that is not finished.
   *
   * @return the job that will be ended; empty if it was finished and is gone now
   */
  public Optional<RemoteJob> discard(URI job) throws InterruptedException {
    return onceContacted.with(() -> delete(job));
  }

  /** Ends the connections, unless they are those of a client that was given. */
  @Override
  public void close() {
    exchange.close();
  }

  private Optional<RemoteJob> delete(URI job) throws InterruptedException {
    return exchange.send(
        new Request.Builder().url(Addresses.http(job)).delete().build(),
        StatusRequests.LIMIT_OF_SHORT_ANSWERS,
        AsyncJobClient::deleted);
  }

  private static Optional<RemoteJob> deleted(Response response) throws IOException {
    if (response.code() == 410) {
      return Optional.empty(); // an earlier attempt arrived, but not the answer to it
    }
    Answers.accept(response);
    return response.code() == 204 ? Optional.empty() : Optional.of(StatusDocument.read(response));
  }

  private static UploadBody body(Submission submission) {
    try {
      return submission.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
