package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncjob.JobId;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.Submission;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.local.LocalEngine;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.DirectUploads;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that clients put into the bucket themselves: Jersey, S3BlobStore and S3Proxy. */
final class DirectUploadTest extends S3Test {

  private static final byte[] BYTES = random(100_000);
  private static final String[] ALICE = {"X-Test-User", "alice"};
  private static final String[] BOB = {"X-Test-User", "bob"};

  private final InMemoryJobStore jobs = new InMemoryJobStore();
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private S3BlobStore signing;
  private UploadingApplication application;

  @BeforeEach
  void serve() throws Exception {
    signing = server.connection(bucket + "/blobs").links(true).open();
    application = application(signing, true);
    toClose.add(signing);
  }

  private UploadingApplication application(BlobStore blobs, boolean uploads) {
    UploadingApplication made = new UploadingApplication(jobs, blobs, time, uploads);
    toClose.add(0, made);
    return made;
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private static void assertAccepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String name)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(UploadingApplication.json(answer).get("type").asText())
        .isEqualTo(name.contains(":") ? name : "urn:problem-type:asyncjob:" + name);
  }

  @Test
  void whoeverDoesWhatTheAnswerSaysHasTheFileWorkedOn() throws Exception {
    HttpResponse<String> answer = application.announce(UploadingApplication.announcement(BYTES));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonNode offer = UploadingApplication.json(answer);
    assertThat(UploadingApplication.location(answer)).isEqualTo(offer.at("/upload/url").asText());
    assertThat(offer.at("/upload/headers/Content-Type").asText()).isEqualTo("video/mp4");
    assertThat(application.put(offer, BYTES).statusCode()).isEqualTo(200);

    HttpResponse<String> accepted = application.submit(offer.get("source").asText());

    assertAccepted(accepted);
    JsonNode ended = application.ended(accepted);
    assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("Succeeded");
    assertThat(application.result(ended)).isEqualTo(BYTES);
    assertThat(ended.at("/links/download").asText()).endsWith("My%20Cl%C3%AFp.mp4");
    assertThat(objects()).as("the result alone: the upload has gone with its job").hasSize(1);
  }

  @Test
  void theClientDoesIt(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("clip.mp4");
    Files.write(file, BYTES);
    try (AsyncJobClient client = AsyncJobClient.create()) {
      Submission submission =
          Submission.ofFile(file)
              .mediaType("video/mp4")
              .option("hold", "false")
              .direct(true)
              .build();

      RemoteJob finished = client.await(client.submit(application.controller(), submission));

      client.download(finished, directory.resolve("echo"));
      assertThat(directory.resolve("echo")).hasBinaryContent(BYTES);
      assertThat(jobs.find(new JobId(id(finished))).orElseThrow().request().input().orElseThrow())
          .satisfies(input -> assertThat(input.key()).startsWith(DirectUploads.KEY_PREFIX));
    }
  }

  private static String id(RemoteJob job) {
    return job.url().getPath().substring("/echo/".length());
  }

  @Test
  void theUploadItselfIsTheInput() throws Exception {
    String source = application.uploaded(BYTES);
    String uploaded = objects().get(0).key();

    assertAccepted(application.submitHeld(source));

    assertThat(objects()).as("nothing was copied").hasSize(1);
    assertThat(uploaded).matches("blobs/upload-[0-9a-f]{64}");
    assertThat(jobs.unfinished().get(0).request().input().orElseThrow().key())
        .isEqualTo(uploaded.substring("blobs/".length()));
  }

  @Test
  void itIsSaidUntilWhenEachStepIsPossible() throws Exception {
    Instant now = Instant.parse("2026-11-24T04:00:00Z");
    time.set(now);

    JsonNode offer = application.offer(BYTES);

    assertThat(Instant.parse(offer.at("/upload/expires").asText()))
        .isEqualTo(now.plus(UploadingApplication.VALIDITY));
    assertThat(offer.at("/upload/url").asText()).contains("X-Amz-Expires=900");
    assertThat(Instant.parse(offer.get("expires").asText()))
        .as("well before it would be swept")
        .isEqualTo(now.plus(Duration.ofHours(12)));
  }

  @Test
  void theBucketTakesNoOtherNumberOfBytes() throws Exception {
    JsonNode offer = application.offer(BYTES);

    assertThat(application.refused(offer, random(BYTES.length + 1))).isEqualTo(403);
    assertThat(application.refused(offer, random(10))).isEqualTo(403);

    assertThat(objects()).isEmpty();
  }

  @Test
  void theBucketTakesNoOtherType() throws Exception {
    ObjectNode offer = (ObjectNode) application.offer(BYTES);
    ((ObjectNode) offer.at("/upload/headers")).put("Content-Type", "text/html");

    assertThat(application.refused(offer, BYTES)).isEqualTo(403);
  }

  @Test
  void otherBytesOfTheSameNumberEndAsCorruptedInput() throws Exception {
    JsonNode offer = application.offer(BYTES);
    byte[] other = BYTES.clone();
    other[50_000]++;
    assertThat(application.put(offer, other).statusCode()).isEqualTo(200);

    JsonNode ended = application.ended(application.submit(offer.get("source").asText()));

    assertThat(ended.get("status").asText()).isEqualTo("Failed");
    assertThat(ended.at("/problem/type").asText())
        .isEqualTo("urn:problem-type:asyncjob:corrupted-input");
  }

  @Test
  void whatWasNotUploadedIsMissingUntilItIs() throws Exception {
    JsonNode offer = application.offer(BYTES);
    String source = offer.get("source").asText();

    assertProblem(application.submit(source), 422, "upload-missing");

    application.put(offer, BYTES);
    assertAccepted(application.submit(source));
  }

  @Test
  void anotherCallersUploadIsMissing() throws Exception {
    String source = application.uploaded(BYTES, ALICE);

    assertProblem(application.submit(source, BOB), 422, "upload-missing");
    assertProblem(application.submit(source), 422, "upload-missing");

    assertAccepted(application.submit(source, ALICE));
    assertProblem(application.submit(source, BOB), 422, "upload-missing");
  }

  @Test
  void whatWasForgedIsMissing() throws Exception {
    String source = application.uploaded(BYTES);
    String text =
        new String(Base64.getUrlDecoder().decode(source.substring(7)), StandardCharsets.UTF_8);

    for (String[] change :
        new String[][] {
          {"\"s\":100000", "\"s\":100001"},
          {"video/mp4", "text/html"},
          {"\"e\":1", "\"e\":2"},
          {"{", "{ "},
          {"\"s\":100000", "\"s\":-1"},
          {"{", "["}
        }) {
      String forged = text.replace(change[0], change[1]);
      assertThat(forged).isNotEqualTo(text);
      assertProblem(
          application.submit(
              "upload:"
                  + Base64.getUrlEncoder()
                      .withoutPadding()
                      .encodeToString(forged.getBytes(StandardCharsets.UTF_8))),
          422,
          "upload-missing");
    }
    for (String none : new String[] {"upload:", "upload:?", "upload:" + "A".repeat(9000)}) {
      assertProblem(application.submit(none), 422, "upload-missing");
    }
    assertProblem(application.submit(source + "="), 422, "upload-missing");
    assertAccepted(application.submit(source));
  }

  @Test
  void whatHasExpiredIsMissingUnlessItHasAJob() throws Exception {
    String used = application.uploaded(BYTES);
    HttpResponse<String> first = application.submit(used);
    application.ended(first);
    String late = application.uploaded(BYTES);

    time.updateAndGet(now -> now.plus(Duration.ofHours(12)));

    HttpResponse<String> refused = application.submit(late);
    assertProblem(refused, 422, "upload-missing");
    assertThat(UploadingApplication.json(refused).get("detail").asText()).contains("has expired");
    HttpResponse<String> again = application.submit(used);
    assertAccepted(again);
    assertThat(UploadingApplication.location(again))
        .isEqualTo(UploadingApplication.location(first));
  }

  @Test
  void theSameRequestGetsTheSameJobWhateverItsState() throws Exception {
    String source = application.uploaded(BYTES);
    HttpResponse<String> first = application.submitHeld(source);
    assertAccepted(first);

    assertSame(first, application.submitHeld(source));
    application.release.countDown();
    application.ended(first);
    assertSame(first, application.submitHeld(source));
    assertThat(application.delete(first).statusCode()).isEqualTo(204);
    assertSame(first, application.submitHeld(source));
    assertThat(objects()).isEmpty();
  }

  private static void assertSame(HttpResponse<String> first, HttpResponse<String> again) {
    assertAccepted(again);
    assertThat(UploadingApplication.location(again))
        .isEqualTo(UploadingApplication.location(first));
  }

  @Test
  void anotherRequestCannotHaveIt() throws Exception {
    String source = application.uploaded(BYTES);
    HttpResponse<String> first = application.submitHeld(source);

    assertProblem(application.submit(source), 409, "upload-used");
    assertProblem(application.submit(source, "Idempotency-Key", "k"), 409, "upload-used");

    application.release.countDown();
    JsonNode ended = application.ended(first);
    assertThat(application.result(ended)).as("nobody has deleted its input").isEqualTo(BYTES);
  }

  @Test
  void anIdempotencyKeyStandsForTheSameBytesHoweverOftenTheyAreUploaded() throws Exception {
    String[] key = {"Idempotency-Key", "8e03978e"};
    HttpResponse<String> first = application.submit(application.uploaded(BYTES), key);
    String second = application.uploaded(BYTES);

    assertSame(first, application.submit(second, key));

    assertProblem(
        application.submit(application.uploaded(random(10)), key), 422, "idempotency-key-reused");
    HttpResponse<String> other = application.submit(second);
    assertAccepted(other);
    assertThat(application.result(application.ended(other))).isEqualTo(BYTES);
  }

  @Test
  void ofManyAtOnceOneHasAJobAndAllGetIt() throws Exception {
    String source = application.uploaded(BYTES);
    int clients = 16;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      CyclicBarrier together = new CyclicBarrier(clients);
      Callable<HttpResponse<String>> client =
          () -> {
            together.await();
            return application.submit(source);
          };
      List<String> locations = new ArrayList<>();
      for (Future<HttpResponse<String>> answer :
          threads.invokeAll(java.util.Collections.nCopies(clients, client))) {
        assertAccepted(answer.get());
        locations.add(UploadingApplication.location(answer.get()));
      }
      assertThat(locations).containsOnly(locations.get(0));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoWasRefusedForAFullQueueNeedNotUploadAgain() throws Exception {
    HttpResponse<String> running = application.submitHeld(application.uploaded(random(10)));
    assertAccepted(running);
    awaitRunning();
    HttpResponse<String> waiting = application.submitHeld(application.uploaded(random(20)));
    assertAccepted(waiting);
    String source = application.uploaded(BYTES);

    assertProblem(application.submit(source), 503, "queue-full");

    application.release.countDown();
    application.ended(waiting);
    HttpResponse<String> accepted = application.submit(source);
    assertAccepted(accepted);
    assertThat(application.result(application.ended(accepted))).isEqualTo(BYTES);
  }

  private void awaitRunning() {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> jobs.unfinished().get(0).started().isPresent());
  }

  @Test
  void whoWasRefusedForAMistakeNeedNotUploadAgain() throws Exception {
    String source = application.uploaded(BYTES);
    ObjectNode mistaken = new ObjectMapper().createObjectNode().put("source", source);

    assertProblem(application.post("echo", mistaken.put("speed", 9)), 400, "malformed-request");

    assertAccepted(application.submit(source));
  }

  @Test
  void anyNodeKnowsWhatAnotherHasOffered() throws Exception {
    UploadingApplication other = application(signing, true);
    String source = application.uploaded(BYTES);

    HttpResponse<String> accepted = other.submit(source);

    assertAccepted(accepted);
    assertThat(other.result(other.ended(accepted))).isEqualTo(BYTES);
    HttpResponse<String> again = application.submit(source);
    assertAccepted(again);
    assertThat(UploadingApplication.json(again).get("id"))
        .isEqualTo(UploadingApplication.json(accepted).get("id"));
  }

  @Test
  void whatNobodySubmitsIsSweptAndWhatAJobHasIsNot() throws Exception {
    assertAccepted(application.submitHeld(application.uploaded(BYTES)));
    application.uploaded(random(10));
    assertThat(objects()).hasSize(2);
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

    assertThat(signing.sweep(tomorrow.minus(Duration.ofDays(2)), jobs::referenced)).isZero();
    assertThat(signing.sweep(tomorrow, jobs::referenced)).isEqualTo(1);

    assertThat(objects())
        .singleElement()
        .satisfies(object -> assertThat(object.size()).isEqualTo(BYTES.length));
  }

  @Test
  void unlessTurnedOnThereIsNothing() throws Exception {
    UploadingApplication without = application(signing, false);
    String source = application.uploaded(BYTES);

    assertProblem(without.announce(UploadingApplication.announcement(BYTES)), 404, "about:blank");
    HttpResponse<String> accepted = without.submit(source);
    assertAccepted(accepted);
    assertThat(without.ended(accepted).get("status").asText())
        .as("it is an option like any other, and this job has no input")
        .isEqualTo("Failed");
  }

  @Test
  void aStoreThatClientsCannotReachTakesNothingFromThem(@TempDir Path directory) throws Exception {
    String source = application.uploaded(BYTES);
    for (BlobStore blobs : new BlobStore[] {store, new FileBlobStore(directory)}) {
      UploadingApplication without = application(blobs, true);

      assertProblem(without.announce(UploadingApplication.announcement(BYTES)), 404, "about:blank");
      assertProblem(without.submit(source), 422, "upload-missing");
    }
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsUploaded() throws Exception {
    ObjectNode exactly = UploadingApplication.announcement(BYTES);
    exactly.put("length", UploadingApplication.LIMIT);
    assertThat(application.announce(exactly).statusCode()).isEqualTo(201);

    HttpResponse<String> refused =
        application.announce(exactly.put("length", UploadingApplication.LIMIT + 1));

    assertProblem(refused, 413, "input-too-large");
    assertThat(UploadingApplication.json(refused).get("limit_bytes").asInt())
        .isEqualTo(UploadingApplication.LIMIT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "media_type | 'image/png'         | 422 | unacceptable-request | video/*",
        "media_type | 'video/mp4\\r\\nX: y' | 422 | unacceptable-request | video/*",
        "sha256     | 'abc'               | 400 | malformed-request    | 64 hexadecimal digits",
        "md5        | 'abc'               | 400 | malformed-request    | filename, length",
        "length     | '10'                | 400 | malformed-request    | number of bytes"
      })
  void aMistakeIsToldWithWhatIsAllowed(
      String member, String value, int status, String name, String said) throws Exception {
    HttpResponse<String> refused =
        application.announce(
            UploadingApplication.announcement(BYTES).put(member, value.replace("\\r\\n", "\r\n")));

    assertProblem(refused, status, name);
    assertThat(UploadingApplication.json(refused).get("detail").asText()).contains(said);
  }

  @Test
  void numbersThatAreNoLengthsAreMistakes() throws Exception {
    ObjectNode announcement = UploadingApplication.announcement(BYTES);

    for (ObjectNode each :
        List.of(
            announcement.deepCopy().put("length", -1),
            announcement.deepCopy().put("length", 1.5),
            announcement.deepCopy().without(List.of("length")),
            announcement.deepCopy().put("filename", 7),
            announcement.deepCopy().put("filename", "x".repeat(9000)))) {
      assertProblem(application.announce(each), 400, "malformed-request");
    }
  }

  @Test
  void nameAndTypeNeedNotBeSaid() throws Exception {
    ObjectNode least =
        UploadingApplication.announcement(BYTES).without(List.of("filename", "media_type"));
    least.put("sha256", least.get("sha256").asText().toUpperCase(java.util.Locale.ROOT));
    JsonNode offer = UploadingApplication.json(application.announce(least));
    assertThat(offer.at("/upload/headers/Content-Type").asText())
        .isEqualTo("application/octet-stream");
    application.put(offer, BYTES);

    HttpResponse<String> accepted = application.submit(offer.get("source").asText());

    assertThat(application.result(application.ended(accepted))).isEqualTo(BYTES);
  }

  @Test
  void noTwoOffersAreTheSame() throws Exception {
    JsonNode one = application.offer(BYTES);
    JsonNode other = application.offer(BYTES);

    assertThat(one.get("source")).isNotEqualTo(other.get("source"));
    assertThat(path(one)).isNotEqualTo(path(other));
  }

  private static String path(JsonNode offer) {
    return Arrays.asList(offer.at("/upload/url").asText().split("\\?")).get(0);
  }

  @Test
  void anUploadThatCouldNeverBeginIsRefused() {
    try (JobEngine engine = LocalEngine.of("echo", Object.class, (options, context) -> null)) {
      AsyncJobFeature.Builder builder = AsyncJobFeature.builder(engine);

      assertThatThrownBy(() -> builder.directUploads(Duration.ofMillis(999)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("validity PT0.999S is below 1 second");
    }
  }
}
