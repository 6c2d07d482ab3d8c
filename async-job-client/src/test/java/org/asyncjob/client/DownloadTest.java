package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetching results, from servers as they should be, and as they should not. */
@Timeout(60)
class DownloadTest {

  private static final String RESULT = "0123456789".repeat(20_000);
  private static final String TAG = "\"v1\"";

  @TempDir private Path directory;

  private OddServer server;
  private AsyncJobClient client;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    client = AsyncJobClient.builder().patience(Duration.ofSeconds(10)).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void writesTheBytesAndFollowsRedirects() throws Exception {
    server.answers(307, "", "Location", "/elsewhere").answers(200, "mp3");
    Path file = directory.resolve("a.mp3");

    long bytes = client.download(server.uri("/jobs/1/result"), file, TransferListener.NONE);

    assertThat(bytes).isEqualTo(3);
    assertThat(file).hasContent("mp3");
  }

  @Test
  void beginsAnewWhenTheConnectionBreaks() throws Exception {
    server.hangsUpInTheMiddleOf("mp3".repeat(10_000)).answers(200, "mp3");
    Path file = directory.resolve("a.mp3");

    client.download(server.uri("/r"), file, TransferListener.NONE);

    assertThat(file).hasContent("mp3");
  }

  @Test
  void doesNotTakeAnErrorForTheResult() {
    server.answers(409, "{\"detail\":\"Not finished\"}");
    Path file = directory.resolve("a.mp3");

    assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessage("Not finished.");
    assertThat(file).doesNotExist();
  }

  @Test
  void saysSoWhenTheFileCannotBeWritten() {
    server.answers(200, "mp3");
    Path file = directory.resolve("missing").resolve("a.mp3");

    assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void doesNotRunInCircles() {
    for (int i = 0; i < 7; i++) {
      server.answers(302, "", "Location", "/r");
    }
    Path file = directory.resolve("a.mp3");

    assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("redirects more than 5 times");
  }

  @Test
  void redirectsToNoOtherScheme() {
    server.answers(302, "", "Location", "file:///etc/passwd");
    Path file = directory.resolve("a.mp3");

    assertThatThrownBy(() -> client.download(server.uri("/r"), file, TransferListener.NONE))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("only http and https");
  }

  @Test
  void readsTheNameOfTheResult() throws Exception {
    server.answers(
        200, "", "Content-Disposition", "attachment; filename=x; filename*=UTF-8''Gr%C3%BC.mp3");

    assertThat(client.resultName(server.uri("/r"))).contains("Grü.mp3");
  }

  /** What happens after the first connection broke in the middle of the result. */
  @Nested
  class Resuming {

    private Path file;
    private final List<Long> heard = new ArrayList<>();

    @BeforeEach
    void breakOff() {
      file = directory.resolve("a.mp3");
    }

    private long download() throws InterruptedException {
      return client.download(server.uri("/r"), file, (received, total) -> heard.add(received));
    }

    private void breaksAfterHalf(String... headers) {
      server.answers(
          OddServer.response(200, RESULT, headers).onResponseBody(new SocketEffect.CloseSocket()));
    }

    /** Where the second request wants to go on. */
    private int secondRequestFrom() throws InterruptedException {
      server.nextRequest();
      Headers headers = server.nextRequest().getHeaders();
      assertThat(headers.get("If-Range")).isEqualTo(TAG);
      assertThat(headers.get("Accept-Encoding")).isEqualTo("identity");
      String range = headers.get("Range");
      assertThat(range).matches("bytes=[1-9]\\d*-");
      return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.answersTheRange(RESULT, TAG);

      assertThat(download()).isEqualTo(RESULT.length());

      assertThat(file).hasContent(RESULT);
      assertThat(secondRequestFrom()).isBetween(1, RESULT.length() - 1);
      assertThat(heard).isSorted().endsWith((long) RESULT.length());
    }

    @Test
    void outlastsAsManyBreaksAsBringSomethingNew() throws Exception {
      breaksAfterHalf("ETag", TAG);
      for (int i = 0; i < 5; i++) {
        server.hangsUpInTheMiddleOfTheRange(RESULT, TAG);
      }
      server.answersTheRange(RESULT, TAG);

      try (AsyncJobClient hasty = AsyncJobClient.builder().patience(Duration.ZERO).build()) {
        assertThat(hasty.download(server.uri("/r"), file)).isEqualTo(RESULT.length());
      }

      assertThat(file).hasContent(RESULT);
      assertThat(server.requests()).isEqualTo(7);
    }

    @Test
    void beginsAnewIfTheServerDoesNotKnowRanges() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.answers(200, RESULT, "ETag", TAG);

      assertThat(download()).isEqualTo(RESULT.length());

      assertThat(file).hasContent(RESULT);
    }

    @Test
    void beginsAnewIfTheResultIsAnotherOneNow() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.answers(200, "another, shorter one", "ETag", "\"v2\"");

      download();

      assertThat(file).hasContent("another, shorter one");
    }

    @Test
    void doesNotGoOnWithoutAStrongTag() throws Exception {
      breaksAfterHalf("ETag", "W/\"v1\"");
      server.answers(200, RESULT);

      download();

      assertThat(file).hasContent(RESULT);
      server.nextRequest();
      assertThat(server.nextRequest().getHeaders().get("Range")).isNull();
    }

    @Test
    void putsNothingTogetherThatDoesNotBelongTogether() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.answers(206, "x", "Content-Range", "bytes 7-7/200000").answers(200, RESULT);

      download();

      assertThat(file).hasContent(RESULT);
      assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void takesNoPartOfAnotherResult() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.answersTheRange(RESULT, "\"v2\"").answers(200, "another one");

      download();

      assertThat(file).hasContent("another one");
    }

    @Test
    void isContentIfOnlyTheEndOfTheAnswerWasLost() throws Exception {
      server.hangsUpBeforeTheLastChunk(RESULT, TAG);
      server.answers(416, "", "Content-Range", "bytes */" + RESULT.length());

      assertThat(download()).isEqualTo(RESULT.length());

      assertThat(secondRequestFrom()).isEqualTo(RESULT.length());
      assertThat(file).hasContent(RESULT);
    }

    @Test
    void beginsAnewIfTheServerCannotSatisfyTheRange() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.answers(416, "", "Content-Range", "bytes */3").answers(200, "mp3");

      download();

      assertThat(file).hasContent("mp3");
    }

    @Test
    void doesNotTakeAPartThatNobodyAskedForForTheResult() {
      server.answers(206, "mp3", "Content-Range", "bytes 0-2/9");

      assertThatThrownBy(this::download)
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("answered 206");
    }

    @Test
    void doesNotCallAShortResultComplete() throws Exception {
      breaksAfterHalf("ETag", TAG);
      server.hangsUpInTheMiddleOfTheRange(RESULT, TAG).answers(404, "{\"detail\":\"Gone\"}");

      assertThatThrownBy(this::download)
          .isInstanceOf(RequestRefusedException.class)
          .hasMessage("Gone.");
      assertThat(Files.size(file)).isLessThan(RESULT.length());
    }
  }
}
