package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Idempotency-Key}: what is sent again is not done again. */
class IdempotencyTest extends ContractTest {

  private static final String KEY = "Idempotency-Key";

  private final String key = UUID.randomUUID().toString();

  @Test
  void theSameRequestGetsTheSameJobWhileItRunsAndAfterIt() throws Exception {
    Answer first = visitor.upload(Samples.clip(), "", KEY, quoted());
    Answer second = visitor.upload(Samples.clip(), "", KEY, quoted());
    visitor.await(visitor.process(first), "Succeeded");
    Answer third = visitor.upload(Samples.clip(), "", KEY, quoted());

    assertThat(List.of(first, second, third))
        .allSatisfy(
            answer -> {
              assertStatus(answer, 202);
              assertThat(answer.location()).isEqualTo(first.location());
            });
    assertThat(third.member("status")).isEqualTo("Succeeded");
    assertThat(third.header("Retry-After")).isEmpty();
  }

  @Test
  void quotesAreNotPartOfTheKey() throws Exception {
    Answer first = visitor.upload(Samples.silent(), "", KEY, quoted());
    Answer second = visitor.upload(Samples.silent(), "", KEY, key);

    assertThat(second.location()).isEqualTo(first.location());
  }

  @Test
  void anotherKeyOrNoneIsAnotherJob() throws Exception {
    Answer first = visitor.upload(Samples.silent(), "", KEY, quoted());
    Answer other = visitor.upload(Samples.silent(), "", KEY, UUID.randomUUID().toString());
    Answer none = visitor.upload(Samples.silent(), "");

    assertThat(List.of(first, other, none)).extracting(Answer::location).doesNotHaveDuplicates();
  }

  @Test
  void theSameKeyWithAnotherRequestIsFourTwentyTwo() throws Exception {
    visitor.upload(Samples.silent(), "", KEY, quoted());

    assertProblem(visitor.upload(Samples.clip(), "", KEY, quoted()), 422, "idempotency-key-reused");
    assertProblem(
        visitor.upload(Samples.silent(), "?mono=true", KEY, quoted()),
        422,
        "idempotency-key-reused");
  }

  @Test
  void anotherNameOfTheFileIsNotAnotherRequest() throws Exception {
    Answer first = visitor.upload(Samples.silent(), "?filename=a.mp4", KEY, quoted());
    Answer second = visitor.upload(Samples.silent(), "?filename=b.mp4", KEY, quoted());

    assertThat(second.location()).isEqualTo(first.location());
  }

  @Test
  void whileTheFirstIsStillUploadingItIsFourOhNine() throws Exception {
    byte[] film = Files.readAllBytes(Samples.silent());
    try (Wire slow = beginUpload(film, film.length / 2)) {
      Answer early = awaitStatus(409);

      assertProblem(early, 409, "still-uploading");
      assertThat(early.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");

      slow.send(Arrays.copyOfRange(film, film.length / 2, film.length));
      Answer accepted = visitor.seen(slow.read("POST", visitor.controller()));
      assertStatus(accepted, 202);
      assertThat(awaitStatus(202).location()).isEqualTo(accepted.location());
    }
  }

  @Test
  void aClientThatDiesInMidUploadFreesItsKey() throws Exception {
    byte[] film = Files.readAllBytes(Samples.silent());
    Wire dying = beginUpload(film, film.length / 2);
    awaitStatus(409);

    dying.close();

    assertStatus(awaitStatus(202), 202);
  }

  @Test
  void aClientThatDiesInMidUploadLeavesNothingBehind() throws Exception {
    try (AppProcess app = JudgedServer.own("--workers", "1")) {
      byte[] film = new byte[20 * 1024 * 1024]; // object stores get the first part after 8 MiB
      try (Wire dying = new Wire(app.base())) {
        dying.sendHead(
            "POST " + app.controller().getRawPath(),
            "Content-Type: video/mp4",
            "Content-Length: " + film.length);
        dying.send(Arrays.copyOf(film, film.length / 2));
        Awaitility.await().atMost(Visitor.PATIENCE).until(() -> !app.files().isEmpty());
      }

      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> app.files().isEmpty());
    }
  }

  @Test
  void aHundredClientsThatSendOneKeyAtOnceMakeOneJob() throws Exception {
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(
          visitor.sendLater(
              "POST",
              visitor.controller(),
              BodyPublishers.ofFile(Samples.silent()),
              "Content-Type",
              "video/mp4",
              KEY,
              quoted()));
    }
    List<URI> locations = new ArrayList<>();
    for (CompletableFuture<Answer> answer : sent) {
      Answer received = answer.get(120, TimeUnit.SECONDS);
      assertThat(received.status()).as(received.toString()).isIn(202, 409);
      if (received.status() == 202) {
        locations.add(received.location());
      }
    }

    assertThat(locations).isNotEmpty();
    assertThat(locations.stream().distinct()).hasSize(1);
    assertThat(awaitStatus(202).location()).isEqualTo(locations.get(0));
  }

  @Test
  void theKeyOfADiscardedJobStillBelongsToIt() throws Exception {
    Answer first = visitor.upload(Samples.silent(), "", KEY, quoted());
    visitor.await(visitor.process(first), "Failed");
    visitor.delete(visitor.process(first));

    Answer again = visitor.upload(Samples.silent(), "", KEY, quoted());

    assertStatus(again, 202);
    assertThat(again.location()).isEqualTo(first.location());
  }

  @Test
  void theKeyOfARequestThatWasRefusedIsFree() throws Exception {
    assertStatus(visitor.upload(Samples.silent(), "?bitrate=100", KEY, quoted()), 422);

    assertStatus(visitor.upload(Samples.silent(), "", KEY, quoted()), 202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"open", "two words", "a,b", "\"a\"b"})
  void aMalformedKeyIsFourHundred(String malformed) throws Exception {
    assertProblem(visitor.upload(Samples.silent(), "", KEY, malformed), 400, "malformed-request");
  }

  @Test
  void aKeyThatIsTooLongOrGivenTwiceIsFourHundred() throws Exception {
    assertProblem(
        visitor.upload(Samples.silent(), "", KEY, "k".repeat(256)), 400, "malformed-request");
    assertProblem(
        visitor.upload(Samples.silent(), "", KEY, "one", KEY, "two"), 400, "malformed-request");
  }

  private Wire beginUpload(byte[] film, int first) throws Exception {
    Wire wire = new Wire(visitor.controller());
    wire.sendHead(
        "POST " + visitor.controller().getRawPath(),
        "Content-Type: video/mp4",
        "Content-Length: " + film.length,
        KEY + ": " + quoted());
    wire.send(Arrays.copyOf(film, first));
    return wire;
  }

  /** Sends the request under the key until the answer has this status. */
  private Answer awaitStatus(int status) {
    return Awaitility.await()
        .atMost(Visitor.PATIENCE)
        .until(
            () -> visitor.upload(Samples.silent(), "", KEY, quoted()),
            answer -> answer.status() == status);
  }

  private String quoted() {
    return '"' + key + '"';
  }
}
