package org.asyncjob.transcode.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break in the middle of a file, and servers that lie about its length. */
class ResumeTest {

  private static final byte[] MEDIA = Fetching.media(400_000);
  private static final int PIECE = 150_000;
  private static final Pattern RANGE = Pattern.compile("(?m)^Range: bytes=([0-9]+)-$");

  @TempDir Path directory;

  private Fetching fetching;

  @BeforeEach
  void open() {
    fetching = new Fetching(directory);
  }

  @AfterEach
  void close() {
    fetching.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ETag: \"v1\"\r\n",
        "Date: Tue, 24 Nov 2026 12:00:00 GMT\r\nLast-Modified: Tue, 24 Nov 2026 11:00:00 GMT\r\n"
      })
  void aFileThatIsStillTheSameIsFetchedOnWhereItBroke(String validator) throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin((request, connection) -> piece(request, connection, validator))) {

      assertThat(fetching.fetch(origin.url("/a.mp4")).size()).isEqualTo(MEDIA.length);

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
      assertThat(origin.requests()).hasSize(3);
      assertThat(origin.requests().get(1)).contains("Range: bytes=").contains("If-Range: ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ETag: W/\"v1\"\r\n",
        "Last-Modified: Tue, 24 Nov 2026 11:00:00 GMT\r\n",
        "Date: Tue, 24 Nov 2026 12:00:00 GMT\r\nLast-Modified: Tue, 24 Nov 2026 11:59:59 GMT\r\n"
      })
  void withoutAStrongValidatorItBeginsAnew(String validator) throws Exception {
    AtomicInteger times = new AtomicInteger();
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) -> {
              int to = times.getAndIncrement() == 0 ? PIECE : MEDIA.length;
              ScriptedOrigin.write(connection, ok(MEDIA.length) + validator, MEDIA, 0, to);
            })) {

      fetching.fetch(origin.url("/a.mp4"));

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
      assertThat(origin.requests()).hasSize(2).noneMatch(request -> request.contains("Range:"));
    }
  }

  @Test
  void aFileThatHasChangedMeanwhileIsFetchedFromItsBeginning() throws Exception {
    byte[] changed = Fetching.media(350_000);
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) -> {
              if (request.contains("Range:")) {
                ScriptedOrigin.write(
                    connection,
                    ok(changed.length) + "ETag: \"v2\"\r\n",
                    changed,
                    0,
                    changed.length);
              } else {
                ScriptedOrigin.write(
                    connection, ok(MEDIA.length) + "ETag: \"v1\"\r\n", MEDIA, 0, PIECE);
              }
            })) {

      fetching.fetch(origin.url("/a.mp4"));

      assertThat(fetching.bytes()).isEqualTo(changed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 0-399999/400000", "bytes 150000-399999/500000", "nonsense", ""})
  void aRestThatIsAnotherThanWasAskedForIsNotBelieved(String contentRange) throws Exception {
    AtomicInteger times = new AtomicInteger();
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) -> {
              String tag = "ETag: \"v1\"\r\n";
              if (request.contains("Range:")) {
                String head =
                    "HTTP/1.1 206 Partial Content\r\nContent-Length: 250000\r\nContent-Range: "
                        + contentRange
                        + "\r\n";
                ScriptedOrigin.write(connection, head + tag, MEDIA, 0, 250_000);
              } else {
                int to = times.getAndIncrement() == 0 ? PIECE : MEDIA.length;
                ScriptedOrigin.write(connection, ok(MEDIA.length) + tag, MEDIA, 0, to);
              }
            })) {

      fetching.fetch(origin.url("/a.mp4"));

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
    }
  }

  @Test
  void aServerThatAlwaysSendsLessThanItSaysIsGivenUp() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) ->
                ScriptedOrigin.write(connection, ok(MEDIA.length), MEDIA, 0, PIECE))) {

      assertThat(fetching.failure(origin.url("/a.mp4")).type()).isEqualTo("source-interrupted");
      assertThat(origin.requests()).hasSize(5);
    }
  }

  @Test
  void ofAServerThatSendsMoreThanItSaysWhatItSaysIsTaken() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) ->
                ScriptedOrigin.write(connection, ok(PIECE), MEDIA, 0, MEDIA.length))) {

      assertThat(fetching.fetch(origin.url("/a.mp4")).size()).isEqualTo(PIECE);
    }
  }

  @Test
  void aLengthAboveTheCapIsEnoughToRefuse() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) ->
                ScriptedOrigin.write(connection, ok(Fetching.CAP + 1), MEDIA, 0, 16))) {

      assertThat(fetching.failure(origin.url("/a.mp4")).type()).isEqualTo("source-too-large");
      assertThat(origin.requests()).hasSize(1);
    }
  }

  @Test
  void withoutALengthTheCapHoldsAllTheSame() throws Exception {
    byte[] large = Fetching.media(2 * Fetching.CAP);
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) ->
                ScriptedOrigin.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\n",
                    large,
                    0,
                    large.length))) {

      assertThat(fetching.failure(origin.url("/a.mp4")).type()).isEqualTo("source-too-large");
    }
  }

  @Test
  void whatIsNoHttpIsNoAnswer() throws Exception {
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) ->
                ScriptedOrigin.write(connection, "SSH-2.0-secret", MEDIA, 0, 100))) {

      assertThat(fetching.failure(origin.url("/a.mp4")).type()).isEqualTo("source-unreachable");
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    fetching.close();
    fetching =
        new Fetching(
            directory,
            Fetching.builder().limits(Fetching.limits().silence(Duration.ofMillis(300)).build()));
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedOrigin origin = new ScriptedOrigin((request, connection) -> over.await())) {

      assertThat(fetching.failure(origin.url("/a.mp4")).type()).isEqualTo("source-unreachable");
    } finally {
      over.countDown();
    }
  }

  @Test
  void interruptingClosesTheConnectionAndLeavesNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<IOException> end = new AtomicReference<>();
    try (ScriptedOrigin origin =
        new ScriptedOrigin(
            (request, connection) -> {
              ScriptedOrigin.write(connection, ok(MEDIA.length), MEDIA, 0, PIECE);
              begun.countDown();
              try {
                int closed = connection.getInputStream().read();
                end.set(new IOException("read " + closed));
              } catch (IOException e) {
                end.set(e);
              }
            })) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread job =
          new Thread(() -> thrown.set(catchThrowable(() -> fetching.fetch(origin.url("/a.mp4")))));
      job.start();
      begun.await();

      job.interrupt();

      job.join(Duration.ofSeconds(30).toMillis());
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(fetching.target).doesNotExist();
      await().atMost(Duration.ofSeconds(30)).until(() -> end.get() != null);
    }
  }

  private static void piece(String request, Socket connection, String validator)
      throws IOException {
    Matcher range = RANGE.matcher(request);
    int from = range.find() ? Integer.parseInt(range.group(1)) : 0;
    int to = Math.min(MEDIA.length, from + PIECE);
    String head =
        from == 0
            ? ok(MEDIA.length)
            : "HTTP/1.1 206 Partial Content\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n"
                .formatted(MEDIA.length - from, from, MEDIA.length - 1, MEDIA.length);
    ScriptedOrigin.write(connection, head + validator, MEDIA, from, to);
  }

  private static String ok(long length) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n";
  }
}
