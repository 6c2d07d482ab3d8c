package org.asyncjob.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Submits work to a server, waits for it, fetches its result and cancels it. Safe for many threads.
 *
 * <p>Interrupting a thread ends what it does here at once, with an {@link InterruptedException}.
 * Servers that ask to come back later (429, 503) are asked again when they say, until the client's
 * patience is over. Every method throws a {@link JobServerException} when the server cannot do what
 * was asked, and an {@link IllegalArgumentException} for addresses that are not http or https.
 */
public final class AsyncJobClient implements AutoCloseable {

  private static final Duration LIMIT_OF_SHORT_ANSWERS = Duration.ofSeconds(60);
  private static final Duration LONGEST_WAIT_FOR_LATE_ANSWER = Duration.ofSeconds(4);
  private static final int MOST_REDIRECTS = 5;

  private final Exchange exchange;
  private final Patience impatient;
  private final Patience onceAccepted;
  private final Patience onceContacted;

  /**
   * Creates it.
   *
   * @param patience how long a busy server, or a connection that is lost while a job is running, is
   *     tried again
   */
  public AsyncJobClient(Duration patience) {
    this.exchange = new Exchange(Duration.ofSeconds(10), Duration.ofSeconds(60));
    this.impatient = new Patience(patience, lost -> false);
    this.onceAccepted = new Patience(patience, lost -> true);
    this.onceContacted = new Patience(patience, ServerUnreachableException::contacted);
  }

  /**
   * Uploads a file. If the connection breaks on the way it is sent again under the same idempotency
   * key, so that the server takes it for the same job. When the thread is interrupted, what the
   * server has accepted is cancelled.
   *
   * @param controller the resource that accepts work
   * @param options query parameters
   * @throws UncheckedIOException if the file cannot be read
   */
  public RemoteJob submit(
      URI controller, Path file, Map<String, String> options, TransferListener listener)
      throws InterruptedException {
    HttpUrl.Builder url = address(controller).newBuilder();
    options.forEach(url::setQueryParameter);
    url.setQueryParameter("filename", String.valueOf(file.getFileName()));
    FileBody body = body(file, listener);
    Request request =
        new Request.Builder()
            .url(url.build())
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Accept", "application/json, application/problem+json")
            .post(body)
            .build();
    return onceContacted.with(() -> submit(request, body));
  }

  private RemoteJob submit(Request request, FileBody body) throws InterruptedException {
    Pending<RemoteJob> pending = exchange.start(request, Duration.ZERO, StatusDocument::accepted);
    try {
      return pending.get();
    } catch (InterruptedException e) {
      if (body.isSent()) {
        Optional<RemoteJob> accepted = pending.within(LONGEST_WAIT_FOR_LATE_ANSWER);
        if (accepted.isPresent()) {
          cancel(accepted.get().url());
        }
      }
      pending.abort();
      throw e;
    }
  }

  /** Asks once where a job stands. */
  public RemoteJob status(URI job) throws InterruptedException {
    return impatient.with(() -> ask(job));
  }

  /**
   * Waits until a job is finished, asking as often as the server wants. Lost connections are
   * outlasted for as long as the client has patience.
   *
   * @param listener hears of every answer, the last one included, on the calling thread
   */
  public RemoteJob await(RemoteJob job, Consumer<RemoteJob> listener) throws InterruptedException {
    RemoteJob latest = job;
    while (!latest.status().isFinished()) {
      Thread.sleep(latest.progress().pollAfter().toMillis());
      latest = onceAccepted.with(() -> ask(job.url()));
      listener.accept(latest);
    }
    return latest;
  }

  /** The name that the server gives a result, without directory; empty if it gives none. */
  public Optional<String> resultName(URI result) throws InterruptedException {
    Request.Builder head = new Request.Builder().head();
    return impatient.with(
        () ->
            fetch(
                result,
                head,
                LIMIT_OF_SHORT_ANSWERS,
                response ->
                    Optional.ofNullable(response.header("Content-Disposition"))
                        .flatMap(DispositionName::of)));
  }

  /**
   * Fetches a result into a file and replaces what that contains. After an exception the file may
   * hold a part: give it a temporary name. A broken connection makes it begin anew.
   *
   * @return how many bytes
   * @throws UncheckedIOException if the file cannot be written
   */
  public long download(URI result, Path file, TransferListener listener)
      throws InterruptedException {
    // Without this a server may compress, and the length is unknown.
    Request.Builder get = new Request.Builder().header("Accept-Encoding", "identity");
    return onceAccepted.with(() -> fetch(result, get, Duration.ZERO, new Download(file, listener)));
  }

  /**
   * Ends a job, or discards a finished one together with its result.
   *
   * @return the job that will be ended; empty if it was finished and is gone now
   */
  public Optional<RemoteJob> cancel(URI job) throws InterruptedException {
    Request request = new Request.Builder().url(address(job)).delete().build();
    return impatient.with(
        () ->
            exchange.send(
                request,
                LIMIT_OF_SHORT_ANSWERS,
                response -> {
                  Answers.accept(response);
                  return response.code() == 204
                      ? Optional.empty()
                      : Optional.of(StatusDocument.read(response));
                }));
  }

  /** Lets go of its connections; exchanges under way end as they would have. */
  @Override
  public void close() {
    exchange.close();
  }

  private RemoteJob ask(URI job) throws InterruptedException {
    Request.Builder get =
        new Request.Builder().header("Accept", "application/json, application/problem+json");
    HttpUrl url = address(job);
    return exchange.send(get.url(url).build(), LIMIT_OF_SHORT_ANSWERS, StatusDocument::read);
  }

  private <T> T fetch(URI start, Request.Builder request, Duration limit, Exchange.Reader<T> reader)
      throws InterruptedException {
    URI next = start;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Fetched<T> fetched =
          exchange.send(
              request.url(address(next)).build(), limit, response -> fetched(response, reader));
      if (fetched instanceof Fetched.Moved<T> moved) {
        next = moved.to();
      } else if (fetched instanceof Fetched.Read<T> read) {
        return read.value();
      }
    }
    throw new UnexpectedAnswerException(
        "The server redirects more than " + MOST_REDIRECTS + " times on the way to the result.");
  }

  private static <T> Fetched<T> fetched(Response response, Exchange.Reader<T> reader)
      throws IOException {
    Answers.accept(response);
    String location = response.header("Location");
    if (response.isRedirect() && location != null) {
      return new Fetched.Moved<>(Answers.link(response, location));
    }
    if (response.code() != 200) {
      throw new UnexpectedAnswerException(
          "The server answered " + response.code() + " where the result should be.");
    }
    return new Fetched.Read<>(reader.read(response));
  }

  private static FileBody body(Path file, TransferListener listener) {
    try {
      return new FileBody(file, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpUrl address(URI uri) {
    HttpUrl url = HttpUrl.get(uri);
    if (url == null) {
      throw new IllegalArgumentException("\"" + uri + "\" is not an http or https address");
    }
    return url;
  }

  private sealed interface Fetched<T> {
    record Moved<T>(URI to) implements Fetched<T> {}

    record Read<T>(T value) implements Fetched<T> {}
  }
}
