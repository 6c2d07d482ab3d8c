package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose attempts fail, and engines that end between two of them. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RetryTest {

  private static final HandlerSettings AT_ONCE =
      HandlerSettings.builder().attempts(3).backoff(Duration.ZERO, Duration.ZERO).build();
  private static final HandlerSettings AFTER_HOURS =
      HandlerSettings.builder()
          .attempts(3)
          .backoff(Duration.ofHours(2), Duration.ofHours(2))
          .build();

  @TempDir Path directory;

  private final InMemoryJobStore store = new InMemoryJobStore();
  private final CountDownLatch release = new CountDownLatch(1);
  private FileBlobStore blobs;
  private JobEngine engine;

  @BeforeEach
  void openBlobs() throws IOException {
    blobs = new FileBlobStore(directory.resolve("blobs"));
  }

  @AfterEach
  void close() {
    release.countDown();
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void anAttemptThatFailsIsFollowedByOneWithTheSameInput() throws IOException {
    start(AT_ONCE, this::failsTwice);
    Blob input = input("text");

    Job done = awaitState(submit(input), JobState.SUCCEEDED);

    assertThat(done.attempt()).isEqualTo(3);
    assertThat(text(done)).isEqualTo("text of attempt 3");
    assertGone(input);
  }

  @Test
  void whatAttemptsThatFailedHaveStoredIsDeleted() throws IOException {
    start(AT_ONCE, this::failsTwice);

    Job done = awaitState(submit(input("text")), JobState.SUCCEEDED);

    EngineFixture.patiently().until(() -> filesIn("blobs/blobs").size() == 1);
    assertThat(text(done)).isEqualTo("text of attempt 3");
  }

  @Test
  void theLastAttemptDecides() throws IOException {
    start(AT_ONCE, (options, job) -> fails(job));
    Blob input = input("text");

    Job failed = awaitState(submit(input), JobState.FAILED);

    assertThat(failed.attempt()).isEqualTo(3);
    assertThat(failed.failure().orElseThrow().type()).isEqualTo("internal-error");
    assertGone(input);
    EngineFixture.patiently().until(() -> filesIn("blobs/blobs").isEmpty());
  }

  @Test
  void withoutSettingsThereIsOneAttempt() throws IOException {
    start(HandlerSettings.builder().build(), (options, job) -> fails(job));

    assertThat(awaitState(submit(input("text")), JobState.FAILED).attempt()).isEqualTo(1);
  }

  @Test
  void aReasonThatTheSubmitterMayReadEndsTheJobAtTheFirstAttempt() throws IOException {
    JobFailure reason = new JobFailure("no-text", "No text", "There is nothing to read.");
    start(
        AT_ONCE,
        (options, job) -> {
          throw new JobFailedException(reason);
        });

    Job failed = awaitState(submit(input("")), JobState.FAILED);

    assertThat(failed.attempt()).isEqualTo(1);
    assertThat(failed.failure()).contains(reason);
  }

  @Test
  void anErrorOfAnyKindEndsTheJob() throws IOException {
    start(
        AT_ONCE,
        (options, job) -> {
          throw new AssertionError("impossible");
        });

    assertThat(awaitState(submit(input("text")), JobState.FAILED).attempt()).isEqualTo(1);
  }

  @Test
  void aJobThatPausesIsQueuedSaysForHowLongAndKeepsItsProgress() throws IOException {
    start(
        AFTER_HOURS,
        (options, job) -> {
          job.progress(60, "reading");
          return fails(job);
        });

    Job pausing = awaitPause(submit(input("text")));

    assertThat(pausing.state()).isEqualTo(JobState.QUEUED);
    assertThat(pausing.progress().percent()).isEqualTo(60);
    assertThat(pausing.progress().phase()).isEqualTo("retrying");
    assertThat(pausing.attempt()).isEqualTo(1);
    assertThat(Duration.between(pausing.started().orElseThrow(), pausing.notBefore().orElseThrow()))
        .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(125));
    assertThat(engine.estimate(pausing).remaining())
        .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(125));
  }

  @Test
  void theEstimateOfAJobThatPausesCountsItsWorkAsWell() throws IOException {
    start(AFTER_HOURS, new TakesTenHours());

    Job pausing = awaitPause(submit(input("text")));

    assertThat(engine.estimate(pausing).remaining())
        .isBetween(Duration.ofMinutes(650), Duration.ofMinutes(725));
  }

  @Test
  void aJobThatPausesIsCancelledAtOnceAndItsInputIsGone() throws IOException {
    start(AFTER_HOURS, (options, job) -> fails(job));
    Blob input = input("text");
    JobId id = submit(input);
    awaitPause(id);

    Job canceled = engine.cancel(id).orElseThrow();

    assertThat(canceled.state()).isEqualTo(JobState.CANCELED);
    assertThat(canceled.attempt()).isEqualTo(1);
    assertGone(input);
  }

  @Test
  void progressDoesNotGoBackInTheNextAttempt() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    start(
        AT_ONCE,
        (options, job) -> {
          if (job.attempt() == 1) {
            job.progress(60, "reading");
            throw new IOException("unreadable");
          }
          job.progress(10, "reading again");
          reported.countDown();
          release.await();
          return written(job, "done");
        });
    JobId id = submit(input("text"));

    assertThat(reported.await(60, TimeUnit.SECONDS)).isTrue();

    Job running = engine.find(id).orElseThrow();
    assertThat(running.progress().percent()).isEqualTo(60);
    assertThat(running.progress().phase()).isEqualTo("reading again");
    release.countDown();
    assertThat(awaitState(id, JobState.SUCCEEDED).progress().percent()).isEqualTo(100);
  }

  @Test
  void aCancellationDuringAnAttemptThatFailsEndsTheJob() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    start(
        AFTER_HOURS,
        (options, job) -> {
          begun.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException("broken off", e);
          }
          return written(job, "done");
        });
    JobId id = submit(input("text"));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    engine.cancel(id);

    awaitState(id, JobState.CANCELED);
  }

  @Test
  void aJobThatPausesSurvivesTheEngineAndRunsWhenItsTimeHasCome() throws IOException {
    start(AFTER_HOURS, this::failsTwice);
    JobId id = submit(input("text"));
    Job pausing = awaitPause(id);
    engine.close();

    assertThat(store.find(id)).contains(pausing);

    Instant later = Instant.now().plus(Duration.ofHours(3));
    start(AT_ONCE, this::failsTwice, pool(1, 10), InstantSource.fixed(later));
    assertThat(text(awaitState(id, JobState.SUCCEEDED))).isEqualTo("text of attempt 3");
  }

  @Test
  void anEngineThatStartsLeavesAJobWhatIsLeftOfItsPause() throws IOException {
    Instant time = Instant.now().plusMillis(300);
    Job soon = stored(JobState.QUEUED, 1, time);
    Job muchLater = stored(JobState.QUEUED, 1, time.plus(Duration.ofHours(1)));

    start(AFTER_HOURS, (options, job) -> written(job, "done"));

    assertThat(awaitState(soon.id(), JobState.SUCCEEDED).started().orElseThrow())
        .isAfterOrEqualTo(time);
    assertThat(engine.find(muchLater.id())).contains(muchLater);
  }

  @Test
  void eachStartCountsAlsoTheOneThatEndedWithItsProcess() throws IOException {
    Job last = stored(JobState.RUNNING, 3, Instant.EPOCH);
    Job another = stored(JobState.RUNNING, 2, Instant.EPOCH);

    start(AT_ONCE, (options, job) -> fails(job));

    assertThat(awaitState(last.id(), JobState.FAILED).failure().orElseThrow().type())
        .isEqualTo("attempts-exhausted");
    Job failed = awaitState(another.id(), JobState.FAILED);
    assertThat(failed.attempt()).isEqualTo(3);
    assertThat(failed.failure().orElseThrow().type()).isEqualTo("internal-error");
    assertGone(last.request().input().orElseThrow());
  }

  @Test
  void aJobThatIsStartedOnceWhateverHappensIsNotStartedAfterACrash() throws IOException {
    Job crashed = stored(JobState.RUNNING, 1, Instant.EPOCH);

    start(
        HandlerSettings.builder().attempts(1).build(), (options, job) -> written(job, "not again"));

    Job failed = awaitState(crashed.id(), JobState.FAILED);
    assertThat(failed.attempt()).isEqualTo(1);
    assertThat(failed.failure().orElseThrow().detail())
        .isEqualTo("The work was started once, was interrupted and is given up.");
  }

  @Test
  void aJobThatWasBeingCancelledWhenItsProcessDiedIsCancelledAndItsInputIsGone()
      throws IOException {
    Job crashed = stored(JobState.RUNNING, 3, Instant.EPOCH);
    store.replace(crashed.next().cancelRequested(true).build());

    start(AT_ONCE, (options, job) -> written(job, "unwanted"));

    awaitState(crashed.id(), JobState.CANCELED);
    assertGone(crashed.request().input().orElseThrow());
  }

  @Test
  void whatAnEarlierProcessLeftRunsEvenIfNoneMayWait() throws IOException {
    List<Job> left =
        IntStream.range(0, 3).mapToObj(i -> stored(JobState.QUEUED, 0, Instant.EPOCH)).toList();

    start(AT_ONCE, (options, job) -> written(job, "done"), pool(1, 0), InstantSource.system());

    left.forEach(job -> awaitState(job.id(), JobState.SUCCEEDED));
  }

  @Test
  void thousandsOfJobsThatWereLeftRunOnOneThreadOneAfterTheOther() throws IOException {
    List<Job> left =
        IntStream.range(0, 3_000)
            .mapToObj(i -> queued(JobRequest.builder("play").build()))
            .toList();
    left.forEach(store::insert);

    start(
        AT_ONCE,
        (options, job) -> {
          throw new JobFailedException(new JobFailure("brief", "Brief", "Brief."));
        },
        new DirectJobExecutor(),
        InstantSource.system());

    EngineFixture.patiently().until(() -> store.unfinished().isEmpty());
  }

  private void start(HandlerSettings settings, JobHandler<Map<?, ?>> handler) {
    start(settings, handler, pool(1, 10), InstantSource.system());
  }

  @SuppressWarnings("unchecked")
  private void start(
      HandlerSettings settings,
      JobHandler<Map<?, ?>> handler,
      JobExecutor executor,
      InstantSource clock) {
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(blobs)
            .executor(executor)
            .handler("play", (Class<Map<?, ?>>) (Class<?>) Map.class, handler, settings)
            .workDirectory(directory.resolve("work"))
            .clock(clock)
            .build();
    engine.start();
  }

  private static JobExecutor pool(int workers, int queue) {
    return ThreadPoolJobExecutor.builder().workers(workers).queueCapacity(queue).build();
  }

  private JobResult failsTwice(Map<?, ?> options, JobContext job) throws IOException {
    if (job.attempt() < 3) {
      return fails(job);
    }
    try (InputStream in = job.openInput()) {
      return written(job, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Fails after it has stored something by each of the two ways. */
  private static JobResult fails(JobContext job) throws IOException {
    written(job, "half");
    Path file = Files.writeString(job.workDirectory().resolve("other"), "half");
    job.keep(file, "other.txt", "text/plain");
    throw new IOException("unreachable");
  }

  private static JobResult written(JobContext job, String text) throws IOException {
    try (BlobWriter out = job.createOutput("out.txt", "text/plain")) {
      out.write((text + " of attempt ").getBytes(StandardCharsets.UTF_8));
      out.write('0' + job.attempt());
      out.flush();
      return JobResult.blob(out.commit());
    }
  }

  private static final class TakesTenHours implements JobHandler<Map<?, ?>> {
    @Override
    public JobResult run(Map<?, ?> options, JobContext job) throws IOException {
      return fails(job);
    }

    @Override
    public Optional<Duration> estimate(Map<?, ?> options, JobRequest request) {
      return Optional.of(Duration.ofHours(10));
    }
  }

  private Blob input(String text) throws IOException {
    try (BlobWriter writer = blobs.create("in.txt", "text/plain")) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
      return writer.commit();
    }
  }

  private JobId submit(Blob input) {
    return engine.submit(JobRequest.builder("play").input(input).build()).id();
  }

  private Job stored(JobState state, int attempt, Instant notBefore) {
    try {
      Job job = queued(JobRequest.builder("play").input(input("left")).build());
      store.insert(job);
      Job next = job.next().state(state).attempt(attempt).notBefore(notBefore).build();
      store.replace(next);
      return next;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Job queued(JobRequest request) {
    return Job.builder(JobId.random(), request, Instant.now()).build();
  }

  private Job awaitState(JobId id, JobState state) {
    return EngineFixture.patiently()
        .until(() -> engine.find(id).orElseThrow(), job -> job.state() == state);
  }

  private Job awaitPause(JobId id) {
    EngineFixture.patiently().until(() -> store.find(id).orElseThrow().notBefore().isPresent());
    return EngineFixture.patiently()
        .until(
            () -> engine.find(id).orElseThrow(), job -> job.progress().phase().equals("retrying"));
  }

  private String text(Job done) throws IOException {
    try (InputStream in = engine.open(EngineFixture.blob(done), 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertGone(Blob blob) {
    EngineFixture.patiently()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> blobs.open(blob, 0).close()));
  }

  private List<Path> filesIn(String folder) throws IOException {
    try (Stream<Path> tree = Files.walk(directory.resolve(folder))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }
}
