package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.store.FileBlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jobs while the store does not answer. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class OutageTest {

  @TempDir Path directory;

  private final UnreliableStore store = new UnreliableStore();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();
  private FileBlobStore blobs;
  private JobEngine engine;

  @BeforeEach
  void openBlobs() throws IOException {
    blobs = new FileBlobStore(directory.resolve("blobs"));
  }

  @AfterEach
  void close() {
    store.comeBack();
    release.countDown();
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void theResultOfAJobThatEndsMeanwhileIsKeptAndStoredLater() throws Exception {
    start();
    JobId id = submitted();
    store.goDown();
    release.countDown();
    awaitFailures(4);
    assertThat(stored(id).state()).isEqualTo(JobState.RUNNING);

    store.comeBack();

    assertThat(text(awaitState(id, JobState.SUCCEEDED))).isEqualTo("done");
    assertThat(runs).hasValue(1);
  }

  @Test
  void anEndThatWasWrittenWithoutAnAnswerIsRecognizedAndItsResultStays() throws Exception {
    start();
    JobId id = submitted();
    store.loseAnswers(job -> job.state().isFinished());
    release.countDown();
    awaitFailures(1);

    store.comeBack();

    Blob input = stored(id).request().input().orElseThrow();
    EngineFixture.patiently().until(() -> blobs.file(input).isEmpty());
    assertThat(text(awaitState(id, JobState.SUCCEEDED))).isEqualTo("done");
  }

  @Test
  void aCancellationMeanwhileIsKept() throws Exception {
    start();
    JobId id = submitted();
    store.refuse(job -> job.state() == JobState.SUCCEEDED);
    release.countDown();
    awaitFailures(1);

    engine.cancel(id);

    awaitState(id, JobState.CANCELED);
    EngineFixture.patiently().until(() -> files().isEmpty());
  }

  @Test
  void theEndOfTheEngineEndsTheTriesAndTheNextOneRunsTheJobAgain() throws Exception {
    start();
    JobId id = submitted();
    store.goDown();
    release.countDown();
    awaitFailures(4);

    engine.close(Duration.ZERO);

    store.comeBack();
    assertThat(stored(id).state()).isEqualTo(JobState.RUNNING);
    start();
    assertThat(awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(2);
  }

  @Test
  void aClaimThatWasWrittenWithoutAnAnswerIsTheSameAttempt() throws Exception {
    start();
    release.countDown();
    store.loseAnswers(job -> job.state() == JobState.RUNNING);
    JobId id = engine.submit(request()).id();
    awaitFailures(1);

    store.comeBack();

    assertThat(awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(1);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aJobThatCannotBeClaimedIsStartedLater() throws Exception {
    start();
    release.countDown();
    store.refuse(job -> job.state() == JobState.RUNNING);
    JobId id = engine.submit(request()).id();
    awaitFailures(1);

    store.comeBack();

    awaitState(id, JobState.SUCCEEDED);
  }

  @Test
  void aJobThatWasStoredWithoutAnAnswerIsRunAlthoughItsClientWasToldToComeBack() throws Exception {
    start();
    release.countDown();
    store.loseAnswers(job -> job.state() == JobState.QUEUED);

    assertThatExceptionOfType(JobStoreException.class).isThrownBy(() -> engine.submit(request()));

    store.comeBack();
    JobId id = store.jobs.unfinished().get(0).id();
    awaitState(id, JobState.SUCCEEDED);
  }

  @Test
  void aJobThatCannotBeHandedOnIsNotAccepted() throws Exception {
    start(
        executor(
            id -> {
              throw new RejectedExecutionException("for a test");
            }));

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> engine.submit(request()));

    assertThat(store.jobs.unfinished()).isEmpty();
  }

  @Test
  void aJobThatCanNeitherBeHandedOnNorTakenBackIsRunLater() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    start(
        executor(
            id -> {
              if (calls.incrementAndGet() == 1) {
                store.goDown();
                throw new RejectedExecutionException("for a test");
              }
            }));
    release.countDown();

    assertThatExceptionOfType(JobStoreException.class).isThrownBy(() -> engine.submit(request()));

    store.comeBack();
    JobId id = store.jobs.unfinished().get(0).id();
    awaitState(id, JobState.SUCCEEDED);
  }

  @Test
  void jobsThatWaitedForAnAttemptAreStillRunAfterwards() throws Exception {
    start();
    JobId busy = submitted();
    List<JobId> waiting = List.of(engine.submit(request()).id(), engine.submit(request()).id());
    store.goDown();
    release.countDown();
    awaitFailures(3);

    store.comeBack();

    awaitState(busy, JobState.SUCCEEDED);
    waiting.forEach(id -> awaitState(id, JobState.SUCCEEDED));
  }

  @Test
  void anEngineMayStartBeforeItsStoreAnswers() throws Exception {
    Job left = Job.builder(JobId.random(), request(), java.time.Instant.now()).build();
    store.jobs.insert(left);
    store.goDown();
    release.countDown();

    start();
    awaitFailures(1);
    store.comeBack();

    awaitState(left.id(), JobState.SUCCEEDED);
  }

  private void start() {
    start(ThreadPoolJobExecutor.builder().workers(1).build());
  }

  private void start(JobExecutor executor) {
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(blobs)
            .executor(executor)
            .handler("hold", Map.class, (options, context) -> hold(context))
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  private JobResult hold(JobContext context) throws IOException, InterruptedException {
    runs.incrementAndGet();
    release.await();
    try (BlobWriter out = context.createOutput("out.txt", "text/plain")) {
      out.write("done".getBytes(StandardCharsets.UTF_8));
      return JobResult.blob(out.commit());
    }
  }

  /** A pool that does something before it takes a job. */
  private static JobExecutor executor(Consumer<JobId> before) {
    JobExecutor pool = ThreadPoolJobExecutor.builder().workers(1).build();
    return new JobExecutor() {
      @Override
      public void start(Consumer<JobId> runner) {
        pool.start(runner);
      }

      @Override
      public void execute(JobId id) {
        before.accept(id);
        pool.execute(id);
      }

      @Override
      public boolean withdraw(JobId id) {
        return pool.withdraw(id);
      }

      @Override
      public int parallelism() {
        return pool.parallelism();
      }

      @Override
      public int queueCapacity() {
        return pool.queueCapacity();
      }

      @Override
      public void close(Duration grace) {
        pool.close(grace);
      }
    };
  }

  private JobId submitted() throws IOException {
    JobId id = engine.submit(request()).id();
    EngineFixture.patiently().until(() -> runs.get() == 1);
    return id;
  }

  private JobRequest request() throws IOException {
    try (BlobWriter writer = blobs.create("in.txt", "text/plain")) {
      writer.write("some input".getBytes(StandardCharsets.UTF_8));
      return JobRequest.builder("hold").input(writer.commit()).build();
    }
  }

  private Job stored(JobId id) {
    return store.jobs.find(id).orElseThrow();
  }

  private void awaitFailures(int count) {
    int before = store.failures.get();
    EngineFixture.patiently().until(() -> store.failures.get() >= Math.max(count, before));
  }

  private Job awaitState(JobId id, JobState state) {
    return EngineFixture.patiently().until(() -> stored(id), job -> job.state() == state);
  }

  private String text(Job done) throws IOException {
    try (InputStream in = blobs.open(EngineFixture.blob(done), 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(directory.resolve("blobs/blobs"))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }
}
