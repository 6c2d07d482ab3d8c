package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.QueueFullException;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a kind of which only so many may run at once ("few"), beside jobs of another ("any"). */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ConcurrencyLimitTest {

  @TempDir Path directory;

  private final InMemoryJobStore store = new InMemoryJobStore();
  private final Acts acts = new Acts();
  private JobEngine engine;

  @AfterEach
  void close() {
    acts.release.release(Integer.MAX_VALUE / 2);
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void noMoreRunAtOnceAndAllOfThemRun() throws IOException {
    start(2, pool(4, 100));
    List<JobId> few = submit("few", 50);
    List<JobId> any = submit("any", 10);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acts.mostOfFew.get() >= 2);

    acts.release.release(1000);

    few.forEach(id -> awaitState(id, JobState.SUCCEEDED));
    any.forEach(id -> awaitState(id, JobState.SUCCEEDED));
    assertThat(acts.mostOfFew.get()).isEqualTo(2);
  }

  @Test
  void jobsOfOtherKindsOvertakeThoseThatMayNotRunYet() throws Exception {
    start(1, pool(2, 100));
    List<JobId> few = submit("few", 6);

    JobId overtaking = submit("free");

    awaitState(overtaking, JobState.SUCCEEDED);
    assertThat(states(few)).containsOnlyOnce(JobState.RUNNING).endsWith(JobState.QUEUED);
  }

  @Test
  void theyStartInTheOrderInWhichTheyCame() throws Exception {
    start(1, pool(2, 100));
    List<JobId> few = submit("few", 30);
    awaitState(submit("free"), JobState.SUCCEEDED); // the second worker has come by all of them

    acts.release.release(1000);

    few.forEach(id -> awaitState(id, JobState.SUCCEEDED));
    assertThat(acts.startedOfFew).containsExactlyElementsOf(few);
  }

  @Test
  void oneThatIsCancelledWhileItWaitsNeverRunsAndTheNextOneDoes() throws Exception {
    start(1, pool(2, 100));
    List<JobId> few = submit("few", 3);
    awaitState(submit("free"), JobState.SUCCEEDED);

    assertThat(engine.cancel(few.get(1)).orElseThrow().state()).isEqualTo(JobState.CANCELED);

    acts.release.release(1000);
    awaitState(few.get(2), JobState.SUCCEEDED);
    assertThat(acts.startedOfFew).containsExactly(few.get(0), few.get(2));
  }

  @Test
  void theEndOfTheEngineLeavesThemInTheStoreForTheNext() throws Exception {
    start(1, pool(2, 100));
    List<JobId> few = submit("few", 4);
    awaitState(submit("free"), JobState.SUCCEEDED);

    engine.close(Duration.ZERO);

    assertThat(states(few)).containsOnly(JobState.QUEUED);
    assertThat(acts.startedOfFew).containsExactly(few.get(0));
    acts.release.release(1000);
    start(1, pool(2, 100));
    few.forEach(id -> awaitState(id, JobState.SUCCEEDED));
  }

  @Test
  void afterAStartJobsOfOtherKindsOvertakeThemToo() throws IOException {
    List<Job> few =
        IntStream.range(0, 40).mapToObj(i -> stored("few", Instant.ofEpochSecond(i))).toList();
    Job behind = stored("free", Instant.ofEpochSecond(100));

    start(1, pool(2, 3));

    awaitState(behind.id(), JobState.SUCCEEDED);
    acts.release.release(1000);
    few.forEach(job -> awaitState(job.id(), JobState.SUCCEEDED));
    assertThat(acts.mostOfFew.get()).isEqualTo(1);
  }

  @Test
  void thoseThatWaitAreCountedAndAFullQueueRefusesWhatCouldNotStartAtOnce() throws Exception {
    start(1, pool(2, 3));
    submit("few", 1);
    acts.awaitStarted(1);
    for (int i = 0; i < 3; i++) {
      submit("few");
      awaitState(submitWhenAWorkerIsFree("free"), JobState.SUCCEEDED);
    }

    assertRefused("few");
    awaitState(submitWhenAWorkerIsFree("free"), JobState.SUCCEEDED);
    JobId busy = submitWhenAWorkerIsFree("any");
    awaitState(busy, JobState.RUNNING);
    assertRefused("any");

    acts.release.release(1000);
    EngineFixture.patiently().untilAsserted(() -> assertThat(store.unfinished()).isEmpty());
    awaitState(submit("few"), JobState.SUCCEEDED);
  }

  @Test
  void theEstimateCountsThoseOfItsKindAndLetsOthersOvertake() throws Exception {
    start(1, pool(3, 100));
    List<JobId> few = submit("few", 3);
    acts.awaitStarted(1);
    JobId any = submit("free after 40 s");
    Job last = engine.find(few.get(2)).orElseThrow();

    assertThat(engine.estimate(last).remaining())
        .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(121));
    assertThat(estimate(any)).isLessThanOrEqualTo(Duration.ofSeconds(41));
    acts.release.release(1000);
  }

  @Test
  void aJobThatPausesAfterAFailedAttemptLeavesItsPlaceToOthers() throws Exception {
    start(1, pool(2, 100));
    JobId failing = submit("few", "fail");
    JobId next = submit("few", "go");

    awaitState(next, JobState.SUCCEEDED);

    assertThat(engine.find(failing).orElseThrow().notBefore()).isPresent();
  }

  @Test
  void aJobThatSubmitsAnotherOfItsKindIsFollowedByIt() throws Exception {
    start(1, new DirectJobExecutor());

    submit("few", "submit");

    assertThat(store.unfinished()).isEmpty();
    assertThat(acts.startedOfFew).hasSize(2);
    assertThat(acts.mostOfFew.get()).isEqualTo(1);
  }

  @Test
  void aJobThatAnotherNodeHasHandedOnIsWithinTheLimitToo() {
    JobId here = JobId.random();
    JobId there = JobId.random();
    KindLimits limits = new KindLimits(Map.of("few", 1), pool(2, 10));

    assertThat(limits.called(here, "few")).contains(here);
    assertThat(limits.called(there, "few")).isEmpty();
    assertThat(limits.ended("few", true)).contains(there);
    assertThat(limits.ended("few", true)).isEmpty();
    assertThat(limits.called(here, "few")).contains(here);
    start(1, pool(1, 1));
  }

  @Test
  void aLimitOfNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandlerSettings.builder().concurrency(0))
        .withMessage("concurrency 0 is below 1: no job of this kind would ever run");
    start(1, pool(1, 1));
  }

  private void start(int limit, JobExecutor executor) {
    try {
      engine =
          JobEngine.builder()
              .store(store)
              .blobs(new FileBlobStore(directory.resolve("blobs")))
              .executor(executor)
              .handler(
                  "few",
                  Act.class,
                  acts,
                  HandlerSettings.builder()
                      .concurrency(limit)
                      .attempts(2)
                      .backoff(Duration.ofHours(1), Duration.ofHours(1))
                      .build())
              .handler("any", Act.class, acts)
              .workDirectory(directory.resolve("work"))
              .build();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    engine.start();
  }

  private static JobExecutor pool(int workers, int queue) {
    return ThreadPoolJobExecutor.builder().workers(workers).queueCapacity(queue).build();
  }

  private List<JobId> submit(String kind, int jobs) {
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      ids.add(submit(kind, "wait"));
    }
    return ids;
  }

  /** "few" and "any" wait until they are released, "free" and "free after 40 s" do not. */
  private JobId submit(String what) {
    return what.startsWith("free") ? submit("any", what) : submit(what, "wait");
  }

  private JobId submit(String kind, String act) {
    return engine.submit(JobRequest.builder(kind).options(Map.of("act", act)).build()).id();
  }

  /** A worker is free a little later than its job has ended. */
  private JobId submitWhenAWorkerIsFree(String what) {
    return EngineFixture.patiently()
        .ignoreException(QueueFullException.class)
        .until(() -> submit(what), Objects::nonNull);
  }

  private Job stored(String what, Instant created) {
    boolean isFew = what.equals("few");
    JobRequest request =
        JobRequest.builder(isFew ? "few" : "any")
            .options(Map.of("act", isFew ? "wait" : what))
            .build();
    Job job = Job.builder(JobId.random(), request, created).build();
    store.insert(job);
    return job;
  }

  private void assertRefused(String kind) {
    assertThatExceptionOfType(QueueFullException.class)
        .isThrownBy(() -> submit(kind, "wait"))
        .satisfies(full -> assertThat(full.capacity()).isEqualTo(3));
  }

  private Duration estimate(JobId id) {
    return engine.estimate(engine.find(id).orElseThrow()).remaining();
  }

  private List<JobState> states(List<JobId> ids) {
    return ids.stream().map(id -> engine.find(id).orElseThrow().state()).toList();
  }

  private Job awaitState(JobId id, JobState state) {
    return EngineFixture.patiently()
        .until(() -> engine.find(id).orElseThrow(), job -> job.state() == state);
  }

  /** What a job is to do. */
  record Act(String act) {}

  /** Does it, and remembers who was there. */
  private final class Acts implements JobHandler<Act> {

    private final Semaphore release = new Semaphore(0);
    private final AtomicInteger few = new AtomicInteger();
    private final AtomicInteger mostOfFew = new AtomicInteger();
    private final ConcurrentLinkedQueue<JobId> startedOfFew = new ConcurrentLinkedQueue<>();
    private final CountDownLatch started = new CountDownLatch(1);

    void awaitStarted(int jobs) throws InterruptedException {
      assertThat(jobs).isEqualTo(1);
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public Optional<Duration> estimate(Act act, JobRequest request) {
      return Optional.of(Duration.ofSeconds(40));
    }

    @Override
    public JobResult run(Act act, JobContext job) throws Exception {
      boolean isFew = job.request().kind().equals("few");
      if (isFew) {
        mostOfFew.accumulateAndGet(few.incrementAndGet(), Math::max);
        startedOfFew.add(job.id());
        started.countDown();
      }
      try {
        return act(act, job);
      } finally {
        if (isFew) {
          few.decrementAndGet();
        }
      }
    }

    private JobResult act(Act act, JobContext job) throws Exception {
      switch (act.act()) {
        case "wait" -> release.acquire();
        case "fail" -> throw new IOException("unreachable");
        case "submit" -> submit("few", "go");
        default -> job.progress(50, "going");
      }
      return job.json("done");
    }
  }
}
