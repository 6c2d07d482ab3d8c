package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.QueueFullException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEngineTest {

  @TempDir Path directory;

  @Nested
  class Submit {

    @Test
    void aJobRunsAndItsResultIsThere() throws IOException {
      try (EngineFixture fixture = new EngineFixture(directory).started()) {
        JobId id = fixture.submit("play");

        Job done = fixture.awaitState(id, JobState.SUCCEEDED);

        assertThat(text(fixture, done)).isEqualTo("play 0 attempt 1");
        assertThat(done.progress().percent()).isEqualTo(100);
        assertThat(done.started()).isPresent();
        assertThat(done.finished()).isPresent();
        assertThat(done.expires())
            .isEqualTo(done.finished().orElseThrow().plus(Duration.ofHours(24)));
      }
    }

    @Test
    void theDirectExecutorHasItDoneBeforeSubmitReturns() {
      try (EngineFixture fixture = direct()) {
        JobId id = fixture.submit("play");

        assertThat(fixture.store.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
      }
    }

    @Test
    void anUnknownKindNamesTheKindsThatAreKnownAndTheWayOut() {
      try (EngineFixture fixture = direct()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> fixture.engine.submit(JobRequest.builder("flac").build()))
            .withMessage(
                "no handler for job kind \"flac\": this engine knows [play]; add one with"
                    + " JobEngineBuilder.handler(..)");
      }
    }

    @Test
    void anUnknownOptionIsRefusedAndTheInputIsGone() throws IOException {
      try (EngineFixture fixture = direct()) {
        Blob input = fixture.input("unwanted");
        JobRequest request =
            JobRequest.builder("play").options(Map.of("akt", "play")).input(input).build();

        assertThatExceptionOfType(MalformedRequestException.class)
            .isThrownBy(() -> fixture.engine.submit(request))
            .withMessage("Unknown option \"akt\". Known options are: act, count.");
        assertGone(fixture, input);
      }
    }

    @Test
    void anOptionOfTheWrongTypeIsNamedWithTheTypeThatIsExpected() {
      try (EngineFixture fixture = direct()) {
        JobRequest request =
            JobRequest.builder("play").options(Map.of("act", "play", "count", "many")).build();

        assertThatExceptionOfType(MalformedRequestException.class)
            .isThrownBy(() -> fixture.engine.submit(request))
            .withMessage(
                "Option \"count\" has a value of the wrong type; expected a whole number.");
      }
    }

    @Test
    void textThatIsANumberWillDoForANumber() throws IOException {
      try (EngineFixture fixture = direct()) {
        JobId id =
            fixture
                .engine
                .submit(
                    JobRequest.builder("play").options(Map.of("act", "x", "count", "7")).build())
                .id();

        assertThat(text(fixture, fixture.engine.find(id).orElseThrow())).isEqualTo("x 7 attempt 1");
      }
    }

    @Test
    void whatTheHandlerRefusesIsNeverStored() throws IOException {
      try (EngineFixture fixture = direct()) {
        Blob input = fixture.input("unwanted");

        assertThatExceptionOfType(UnacceptableRequestException.class)
            .isThrownBy(
                () -> fixture.engine.submit(EngineFixture.request("refuse").input(input).build()))
            .withMessage("Acting is not wanted today.");
        assertThat(fixture.store.unfinished()).isEmpty();
        assertGone(fixture, input);
      }
    }

    @Test
    void aFullQueueUndoesTheInsertDeletesTheInputAndSaysWhenToComeBack() throws IOException {
      try (EngineFixture fixture = pool(1, 1)) {
        fixture.awaitState(fixture.submit("wait"), JobState.RUNNING);
        JobId waiting = fixture.submit("play");
        Blob input = fixture.input("unwanted");

        assertThatExceptionOfType(QueueFullException.class)
            .isThrownBy(
                () -> fixture.engine.submit(EngineFixture.request("play").input(input).build()))
            .satisfies(
                full -> {
                  assertThat(full.capacity()).isEqualTo(1);
                  assertThat(full.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                });
        assertThat(fixture.store.unfinished()).hasSize(2);
        assertGone(fixture, input);

        fixture.handler.release.countDown();
        fixture.awaitState(waiting, JobState.SUCCEEDED);
      }
    }

    @Test
    void jobsOfOneWorkerEndInOrderOfSubmission() {
      try (EngineFixture fixture = new EngineFixture(directory).started()) {
        List<JobId> ids = IntStream.range(0, 10).mapToObj(i -> fixture.submit("play")).toList();

        List<Job> done =
            ids.stream().map(id -> fixture.awaitState(id, JobState.SUCCEEDED)).toList();

        assertThat(done.stream().map(job -> job.started().orElseThrow()).toList()).isSorted();
      }
    }
  }

  @Nested
  class Failure {

    @Test
    void whatTheHandlerSaysIsWhatTheSubmitterReads() {
      try (EngineFixture fixture = direct()) {
        Job failed = fixture.engine.find(fixture.submit("fail")).orElseThrow();

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure().orElseThrow().detail()).isEqualTo("The actor ran away.");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash", "overflow", "interrupt"})
    void whatNobodyExpectedIsAFailureWithoutDetails(String act) {
      try (EngineFixture fixture = direct()) {
        Job failed = fixture.engine.find(fixture.submit(act)).orElseThrow();

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure().orElseThrow().type()).isEqualTo("internal-error");
        assertThat(failed.failure().orElseThrow().detail()).doesNotContain("secret");
      }
    }

    @Test
    void theInputAndTheWorkDirectoryAreGoneWhateverTheOutcome() throws IOException {
      try (EngineFixture fixture = direct()) {
        for (String act : List.of("play", "fail", "crash")) {
          Blob input = fixture.input("some input");
          fixture.engine.submit(EngineFixture.request(act).input(input).build());

          assertGone(fixture, input);
          assertThat(filesIn(directory.resolve("work"))).isEmpty();
        }
      }
    }
  }

  @Nested
  class Cancel {

    @Test
    void aRunningJobIsInterruptedAndThenCancelled() {
      try (EngineFixture fixture = new EngineFixture(directory).started()) {
        JobId id = fixture.submit("wait");
        await().until(() -> fixture.engine.find(id).orElseThrow().progress().percent() == 40);

        assertThat(fixture.engine.cancel(id).orElseThrow().cancelRequested()).isTrue();

        Job canceled = fixture.awaitState(id, JobState.CANCELED);
        assertThat(canceled.result()).isEmpty();
        assertThat(canceled.progress().percent()).isEqualTo(40);
      }
    }

    @Test
    void aWaitingJobIsCancelledAtOnceNeverRunsAndMakesRoom() throws IOException {
      try (EngineFixture fixture = pool(1, 1)) {
        fixture.awaitState(fixture.submit("wait"), JobState.RUNNING);
        Blob input = fixture.input("some input");
        JobId waiting =
            fixture.engine.submit(EngineFixture.request("play").input(input).build()).id();

        Job canceled = fixture.engine.cancel(waiting).orElseThrow();

        assertThat(canceled.state()).isEqualTo(JobState.CANCELED);
        assertThat(canceled.attempt()).isZero();
        assertGone(fixture, input);
        JobId next = fixture.submit("play");
        fixture.handler.release.countDown();
        fixture.awaitState(next, JobState.SUCCEEDED);
        assertThat(fixture.engine.find(waiting).orElseThrow().attempt()).isZero();
      }
    }

    @Test
    void aHandlerThatFinishesAllTheSameDoesNotUndoTheCancellation() throws IOException {
      try (EngineFixture fixture = new EngineFixture(directory).started()) {
        JobId id = fixture.submit("deaf");
        fixture.awaitState(id, JobState.RUNNING);
        fixture.engine.cancel(id);

        fixture.handler.release.countDown();

        fixture.awaitState(id, JobState.CANCELED);
        await().until(() -> filesIn(directory.resolve("blobs").resolve("blobs")).isEmpty());
      }
    }

    @Test
    void aLateCancelDoesNotInterruptTheNextJobOnTheThread() {
      try (EngineFixture fixture = new EngineFixture(directory).started()) {
        for (int i = 0; i < 200; i++) {
          JobId first = fixture.submit("play");
          JobId second = fixture.submit("play");
          fixture.engine.cancel(first);

          fixture.awaitState(second, JobState.SUCCEEDED);
        }
      }
    }

    @Test
    void aFinishedJobStaysAsItIs() {
      try (EngineFixture fixture = direct()) {
        JobId id = fixture.submit("play");

        Job job = fixture.engine.cancel(id).orElseThrow();

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.cancelRequested()).isFalse();
      }
    }

    @Test
    void aJobThatNobodyKnowsCannotBeCancelled() {
      try (EngineFixture fixture = direct()) {
        assertThat(fixture.engine.cancel(JobId.random())).isEmpty();
      }
    }
  }

  @Nested
  class Discard {

    @Test
    void theFilesAreGoneAndATombstoneStays() {
      try (EngineFixture fixture = direct()) {
        JobId id = fixture.submit("play");
        Blob result = EngineFixture.blob(fixture.engine.find(id).orElseThrow());

        assertThat(fixture.engine.discard(id)).isTrue();

        assertThat(fixture.engine.find(id).orElseThrow().discarded()).isTrue();
        assertGone(fixture, result);
        assertThat(fixture.engine.discard(id)).isFalse();
      }
    }

    @Test
    void anUnfinishedJobIsNotDiscarded() {
      try (EngineFixture fixture = new EngineFixture(directory).started()) {
        JobId id = fixture.submit("wait");

        assertThat(fixture.engine.discard(id)).isFalse();

        fixture.handler.release.countDown();
        fixture.awaitState(id, JobState.SUCCEEDED);
      }
    }
  }

  @Nested
  class Close {

    @Test
    void whatRunsLongerThanTheGracePeriodIsGivenBackWithItsInput() throws IOException {
      InMemoryJobStore store = new InMemoryJobStore();
      EngineFixture first = fixture(store, 1);
      Blob input = first.input("some input");
      JobId running = first.engine.submit(EngineFixture.request("wait").input(input).build()).id();
      first.awaitState(running, JobState.RUNNING);
      JobId waiting = first.submit("play");

      first.engine.close(Duration.ofMillis(1));

      assertThat(store.find(running).orElseThrow().state()).isEqualTo(JobState.QUEUED);
      assertThat(store.find(running).orElseThrow().attempt()).isZero();
      assertThat(store.find(waiting).orElseThrow().state()).isEqualTo(JobState.QUEUED);
      try (EngineFixture second = fixture(store, 1)) {
        second.handler.release.countDown();
        second.awaitState(running, JobState.SUCCEEDED);
        second.awaitState(waiting, JobState.SUCCEEDED);
      }
    }

    @Test
    void whatFinishesWithinTheGracePeriodSucceeds() {
      EngineFixture fixture = new EngineFixture(directory).started();
      JobId id = fixture.submit("wait");
      fixture.awaitState(id, JobState.RUNNING);

      Thread closing = new Thread(() -> fixture.engine.close(Duration.ofSeconds(20)));
      closing.start();
      await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
      fixture.handler.release.countDown();

      assertThat(fixture.awaitState(id, JobState.SUCCEEDED).result()).isPresent();
      fixture.close();
    }

    @Test
    void nothingIsAcceptedAfterwards() {
      EngineFixture fixture = new EngineFixture(directory).started();
      fixture.engine.close();
      fixture.engine.close();

      assertThatExceptionOfType(EngineClosedException.class)
          .isThrownBy(() -> fixture.submit("play"));
      assertThat(fixture.store.unfinished()).isEmpty();
    }
  }

  @Nested
  class Recovery {

    @Test
    void aJobThatWasRunningWhenTheProcessDiedRunsAgain() throws IOException {
      InMemoryJobStore store = new InMemoryJobStore();
      Job orphan = orphan(store, 1);

      try (EngineFixture fixture = fixture(store, 1)) {
        Job done = fixture.awaitState(orphan.id(), JobState.SUCCEEDED);

        assertThat(text(fixture, done)).isEqualTo("play 0 attempt 2");
      }
    }

    @Test
    void aJobThatHasKilledTheProcessTooOftenIsGivenUp() {
      InMemoryJobStore store = new InMemoryJobStore();
      Job orphan = orphan(store, 3);

      try (EngineFixture fixture = fixture(store, 1)) {
        Job failed = fixture.awaitState(orphan.id(), JobState.FAILED);

        assertThat(failed.failure().orElseThrow().detail())
            .isEqualTo("The work was started 3 times, was interrupted again and is given up.");
      }
    }

    @Test
    void moreJobsThanTheQueueHoldsAllRun() {
      InMemoryJobStore store = new InMemoryJobStore();
      List<Job> orphans = IntStream.range(0, 50).mapToObj(i -> orphan(store, 1)).toList();

      try (EngineFixture fixture = fixture(store, 1)) {
        orphans.forEach(orphan -> fixture.awaitState(orphan.id(), JobState.SUCCEEDED));
      }
    }

    @Test
    void whatAKilledProcessLeftInTheWorkDirectoryIsDeleted() throws IOException {
      Path left = Files.createDirectories(directory.resolve("work/job-left/deep"));
      Files.writeString(left.resolve("file"), "left");

      try (EngineFixture fixture = fixture(new InMemoryJobStore(), 1)) {
        assertThat(fixture.engine).isNotNull();
        assertThat(filesIn(directory.resolve("work"))).isEmpty();
      }
    }

    private Job orphan(InMemoryJobStore store, int attempt) {
      Job job =
          Job.builder(
                  JobId.random(), EngineFixture.request("play").build(), java.time.Instant.now())
              .state(JobState.RUNNING)
              .attempt(attempt)
              .build();
      store.insert(job);
      return job;
    }
  }

  @Nested
  class Building {

    @Test
    void aMissingPartIsNamedWithTheWayOut() {
      assertThatIllegalStateException()
          .isThrownBy(() -> JobEngine.builder().build())
          .withMessage("an engine needs a store: call JobEngineBuilder.store(..)");
    }

    @Test
    void twoHandlersOfOneKindAreRefused() {
      JobEngineBuilder builder =
          JobEngine.builder().handler("a", Map.class, (options, context) -> null);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.handler("a", Map.class, (options, context) -> null))
          .withMessage("job kind \"a\" has a handler already");
    }
  }

  private EngineFixture direct() {
    return new EngineFixture(
            directory, new InMemoryJobStore(), new DirectJobExecutor(), new EngineFixture.Play())
        .started();
  }

  private EngineFixture pool(int workers, int queue) {
    return new EngineFixture(
            directory,
            new InMemoryJobStore(),
            EngineFixture.pool(workers, queue),
            new EngineFixture.Play())
        .started();
  }

  private EngineFixture fixture(InMemoryJobStore store, int queue) {
    return new EngineFixture(
            directory, store, EngineFixture.pool(1, queue), new EngineFixture.Play())
        .started();
  }

  private static String text(EngineFixture fixture, Job done) throws IOException {
    try (InputStream in = fixture.engine.open(EngineFixture.blob(done), 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertGone(EngineFixture fixture, Blob blob) {
    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> fixture.blobs.open(blob, 0).close()));
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> !path.equals(directory)).filter(Files::isRegularFile).toList();
    }
  }
}
