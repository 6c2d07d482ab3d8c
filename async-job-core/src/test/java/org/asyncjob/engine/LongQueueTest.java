package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.QueueFullException;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** An engine starts with more jobs than it reads at once, and is used before it has read all. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LongQueueTest {

  private static final int MANY = 1_800;

  @TempDir private Path directory;

  private final PagedStore store = new PagedStore();
  private final List<JobId> ran = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch mayRun = new CountDownLatch(1);
  private JobEngine engine;

  @AfterEach
  void close() {
    store.mayGoOn.countDown();
    mayRun.countDown();
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void whoComesWhileTheQueueIsStillReadWaitsBehindAllOfIt() throws Exception {
    List<JobId> left = left(JobState.QUEUED);
    start(10 * MANY);
    store.isReading.await();

    List<JobId> newcomers = List.of(submit(), submit(), submit());
    mayRun.countDown();
    store.mayGoOn.countDown();
    newcomers.forEach(id -> awaitState(id, JobState.SUCCEEDED));

    assertThat(ran.subList(0, MANY)).isEqualTo(left);
    assertThat(ran.subList(MANY, MANY + 3)).isEqualTo(newcomers);
  }

  @Test
  void whatIsStillToBeReadIsFoundEstimatedAndCanceled() throws Exception {
    List<JobId> left = left(JobState.QUEUED);
    start(10 * MANY);
    store.isReading.await();

    JobId last = left.get(MANY - 1);
    Job found = engine.find(last).orElseThrow();
    assertThat(found.state()).isEqualTo(JobState.QUEUED);
    JobId read = left.get(300);
    assertThat(engine.estimate(found).remaining())
        .as("it waits longer than one that is known to be in the middle of what has been read")
        .isGreaterThan(engine.estimate(engine.find(read).orElseThrow()).remaining());
    JobId newcomer = submit();
    assertThat(engine.estimate(engine.find(newcomer).orElseThrow()).remaining())
        .isGreaterThan(engine.estimate(engine.find(read).orElseThrow()).remaining());
    assertThat(engine.cancel(last).orElseThrow().state()).isEqualTo(JobState.CANCELED);
    assertThat(engine.cancel(newcomer).orElseThrow().state()).isEqualTo(JobState.CANCELED);

    mayRun.countDown();
    store.mayGoOn.countDown();
    awaitState(left.get(MANY - 2), JobState.SUCCEEDED);
    awaitState(submit(), JobState.SUCCEEDED);
    assertThat(ran).doesNotContain(last, newcomer);
  }

  @Test
  void whatHadAWorkerIsFirstAlsoIfItWasCreatedLater() throws Exception {
    List<JobId> waited = left(JobState.QUEUED);
    Job worked = store.add(MANY, JobState.RUNNING);
    store.mayGoOn.countDown();
    start(10);

    awaitState(worked.id(), JobState.RUNNING);
    mayRun.countDown();
    awaitState(waited.get(MANY - 1), JobState.SUCCEEDED);

    assertThat(ran.get(0)).isEqualTo(worked.id());
    assertThat(ran.subList(1, MANY + 1)).isEqualTo(waited);
    assertThat(store.jobs.find(worked.id()).orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void whatWasAcceptedStaysAcceptedAndWhoComesIsRefusedAsLongAsTheQueueIsTooLong()
      throws Exception {
    List<JobId> left = left(JobState.QUEUED);
    start(3);
    store.isReading.await();
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(this::submit);
    store.mayGoOn.countDown();
    EngineFixture.patiently().until(() -> store.emptyPages.get() == 2);
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(this::submit);

    mayRun.countDown();
    awaitState(left.get(MANY - 1), JobState.SUCCEEDED);
    awaitState(submit(), JobState.SUCCEEDED);

    assertThat(ran.subList(0, MANY)).isEqualTo(left);
  }

  @Test
  void aStoreThatDoesNotAnswerAnyMoreHoldsUpNobodyAndIsReadOnLater() throws Exception {
    List<JobId> left = left(JobState.QUEUED);
    start(10 * MANY);
    store.isReading.await();
    JobId newcomer = submit();
    store.fails = true;
    mayRun.countDown();
    store.mayGoOn.countDown();

    awaitState(newcomer, JobState.SUCCEEDED);
    store.fails = false;
    awaitState(left.get(MANY - 1), JobState.SUCCEEDED);

    assertThat(ran).hasSize(MANY + 1).doesNotHaveDuplicates();
    assertThat(ran.stream().filter(id -> !id.equals(newcomer)).toList()).isEqualTo(left);
  }

  @Test
  void theQueueIsNotReadAtOnce() throws Exception {
    List<JobId> left = left(JobState.QUEUED);
    store.mayGoOn.countDown();
    mayRun.countDown();
    start(10);
    awaitState(left.get(MANY - 1), JobState.SUCCEEDED);

    assertThat(store.largestPage.get()).isBetween(1, MANY / 2);
  }

  private List<JobId> left(JobState state) {
    return IntStream.range(0, MANY).mapToObj(number -> store.add(number, state).id()).toList();
  }

  private void start(int queueCapacity) throws IOException {
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(
                ThreadPoolJobExecutor.builder().workers(1).queueCapacity(queueCapacity).build())
            .handler(
                "act",
                Map.class,
                (options, context) -> {
                  ran.add(context.id());
                  mayRun.await();
                  return context.json(1);
                })
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  private JobId submit() {
    return engine.submit(JobRequest.builder("act").build()).id();
  }

  private void awaitState(JobId id, JobState state) {
    EngineFixture.patiently()
        .until(() -> store.jobs.find(id).orElseThrow(), job -> job.state() == state);
  }

  /** Stops before the second page of what waits, until it may go on. */
  private static final class PagedStore implements JobStore {

    private final InMemoryJobStore jobs = new InMemoryJobStore();
    private final CountDownLatch isReading = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final AtomicInteger largestPage = new AtomicInteger();
    private final AtomicInteger emptyPages = new AtomicInteger();
    private volatile boolean fails;

    private Job add(int number, JobState state) {
      Job job =
          Job.builder(
                  JobId.random(),
                  JobRequest.builder("act").build(),
                  Instant.EPOCH.plusSeconds(number))
              .state(state)
              .attempt(state == JobState.RUNNING ? 1 : 0)
              .build();
      jobs.insert(job);
      return job;
    }

    @Override
    public List<Job> unfinished(JobState state, Place after, int limit) {
      if (state == JobState.QUEUED && !after.equals(Place.START)) {
        isReading.countDown();
        try {
          mayGoOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        if (fails) {
          throw new JobStoreException("the store is away", new IOException("on purpose"));
        }
      }
      List<Job> page = jobs.unfinished(state, after, limit);
      largestPage.accumulateAndGet(page.size(), Math::max);
      if (page.isEmpty()) {
        emptyPages.incrementAndGet();
      }
      return page;
    }

    @Override
    public List<Job> unfinished() {
      throw new AssertionError("nobody asks for all at once");
    }

    @Override
    public Optional<Job> insert(Job job) {
      return jobs.insert(job);
    }

    @Override
    public Optional<Job> find(JobId id) {
      return jobs.find(id);
    }

    @Override
    public boolean replace(Job next) {
      return jobs.replace(next);
    }

    @Override
    public boolean remove(Job job) {
      return jobs.remove(job);
    }

    @Override
    public List<Job> expired(Instant now, int limit) {
      return jobs.expired(now, limit);
    }
  }
}
