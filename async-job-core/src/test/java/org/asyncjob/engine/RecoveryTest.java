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
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
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

/** Engines that start with much to do, and are asked for more at once. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RecoveryTest {

  private static final int MANY = 100_000;

  @TempDir Path directory;

  private final InMemoryJobStore jobs = new InMemoryJobStore();
  private final CountDownLatch isAsked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final List<JobId> ran = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch release = new CountDownLatch(1);
  private JobEngine engine;

  @AfterEach
  void close() {
    mayAnswer.countDown();
    release.countDown();
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void requestsAreAcceptedAndRunWhileItIsStillLookedForWhatWasLeft() throws Exception {
    Job left = left(0, JobState.QUEUED);
    Job orphan = left(1, JobState.RUNNING);
    start(new SlowToList(), 1_000);
    isAsked.await();

    JobId done = submit("play");
    awaitState(done, JobState.SUCCEEDED);
    JobId running = submit("wait");
    awaitState(running, JobState.RUNNING);
    mayAnswer.countDown();

    release.countDown();
    awaitState(left.id(), JobState.SUCCEEDED);
    assertThat(awaitState(orphan.id(), JobState.SUCCEEDED).attempt()).isEqualTo(2);
    assertThat(awaitState(running, JobState.SUCCEEDED).attempt())
        .as("the run of this process is not taken for one of a dead process")
        .isEqualTo(1);
    assertThat(ran).containsExactly(done, running, orphan.id(), left.id());
  }

  @Test
  void aHundredThousandJobsDelayNeitherTheStartNorRequests() throws Exception {
    List<Job> left =
        IntStream.range(0, MANY).mapToObj(number -> left(number, JobState.QUEUED)).toList();

    start(jobs, MANY + 10);
    JobId submitted = submit("play");

    assertThat(engine.find(submitted)).isPresent();
    awaitState(left.get(0).id(), JobState.SUCCEEDED);
    assertThat(jobs.find(left.get(MANY - 1).id()).orElseThrow().state())
        .as("the last one, when the first one is done")
        .isEqualTo(JobState.QUEUED);
  }

  @Test
  void whoComesWhileOthersAreHandedOnWaitsBehindThemAsFarAsThereIsRoom() throws Exception {
    List<Job> left =
        IntStream.range(0, 50).mapToObj(number -> left(number, JobState.QUEUED)).toList();
    start(jobs, 3);
    awaitState(left.get(0).id(), JobState.SUCCEEDED);

    EngineFixture.patiently()
        .untilAsserted(
            () ->
                left.forEach(
                    job ->
                        assertThat(jobs.find(job.id()).orElseThrow().state())
                            .isEqualTo(JobState.SUCCEEDED)));
    JobId running = submit("wait");
    awaitState(running, JobState.RUNNING);
    IntStream.range(0, 3).forEach(number -> submit("play"));
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> submit("play"));
    assertThat(ran.subList(0, 50)).containsExactlyElementsOf(left.stream().map(Job::id).toList());
  }

  private void start(JobStore store, int queueCapacity) throws IOException {
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
                  if (options.containsValue("wait")) {
                    release.await();
                  }
                  return context.json(1);
                })
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  private Job left(int number, JobState state) {
    JobRequest request = JobRequest.builder("act").build();
    Instant created = Instant.EPOCH.plusSeconds(number);
    Job job =
        Job.builder(JobId.random(), request, created)
            .state(state)
            .attempt(state == JobState.RUNNING ? 1 : 0)
            .build();
    jobs.insert(job);
    return job;
  }

  private JobId submit(String act) {
    return engine.submit(JobRequest.builder("act").options(Map.of("act", act)).build()).id();
  }

  private Job awaitState(JobId id, JobState state) {
    return EngineFixture.patiently()
        .until(() -> jobs.find(id).orElseThrow(), job -> job.state() == state);
  }

  /** Takes its time to list what is unfinished, and then tells of all that was begun meanwhile. */
  private final class SlowToList implements JobStore {

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
    public List<Job> unfinished() {
      isAsked.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return jobs.unfinished();
    }

    @Override
    public List<Job> expired(Instant now, int limit) {
      return jobs.expired(now, limit);
    }
  }
}
