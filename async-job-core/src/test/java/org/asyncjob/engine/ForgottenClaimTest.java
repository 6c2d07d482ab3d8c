package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The database has died, and what was written last, that a worker has started, is not in it. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ForgottenClaimTest {

  private static final JobFailure FAILURE = new JobFailure("torn", "Torn", "It is torn.");

  @TempDir Path directory;

  private final Forgetful store = new Forgetful();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private FileBlobStore blobs;
  private JobEngine engine;

  @BeforeEach
  void start() throws Exception {
    blobs = new FileBlobStore(directory.resolve("blobs"));
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(blobs)
            .executor(ThreadPoolJobExecutor.builder().workers(1).build())
            .handler(
                "sew",
                Map.class,
                (options, context) -> {
                  running.countDown();
                  release.await();
                  if (options.containsKey("fails")) {
                    throw new JobFailedException(FAILURE);
                  }
                  Path made = Files.writeString(context.workDirectory().resolve("made"), "seam");
                  return context.keep(made, "seam.txt", "text/plain");
                })
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  @AfterEach
  void close() {
    release.countDown();
    engine.close();
  }

  @Test
  void theResultIsStoredAllTheSame() throws Exception {
    JobId id = runningAndForgotten(Map.of());

    release.countDown();

    EngineFixture.patiently().until(() -> stored(id).state() == JobState.SUCCEEDED);
    assertThat(stored(id).attempt()).isEqualTo(1);
    assertThat(stored(id).started()).isPresent();
    JobResult.Bytes result = (JobResult.Bytes) stored(id).result().orElseThrow();
    assertThat(blobs.file(result.blob()).orElseThrow()).hasContent("seam");
  }

  @Test
  void theFailureIsStoredAllTheSame() throws Exception {
    JobId id = runningAndForgotten(Map.of("fails", true));

    release.countDown();

    EngineFixture.patiently().until(() -> stored(id).state() == JobState.FAILED);
    assertThat(stored(id).failure()).contains(FAILURE);
  }

  @Test
  void whoHasStartedOnItSinceKeepsIt() throws Exception {
    JobId id = runningAndForgotten(Map.of());
    Job queued = stored(id);
    Job others = queued.next().state(JobState.RUNNING).attempt(1).started(Instant.EPOCH).build();
    assertThat(store.replace(others)).isTrue();

    release.countDown();

    EngineFixture.patiently().until(() -> kept().isEmpty());
    assertThat(stored(id)).isEqualTo(others);
  }

  @Test
  void whatWasCancelledMeanwhileStaysCancelled() throws Exception {
    JobId id = runningAndForgotten(Map.of());

    assertThat(engine.cancel(id).orElseThrow().state()).isEqualTo(JobState.CANCELED);
    release.countDown();

    EngineFixture.patiently().until(() -> kept().isEmpty());
    assertThat(stored(id).state()).isEqualTo(JobState.CANCELED);
  }

  private JobId runningAndForgotten(Map<String, ?> options) throws InterruptedException {
    store.forgets = true;
    JobId id = engine.submit(JobRequest.builder("sew").options(options).build()).id();
    running.await();
    store.forgets = false;
    assertThat(stored(id).state()).isEqualTo(JobState.QUEUED);
    return id;
  }

  private Job stored(JobId id) {
    return store.find(id).orElseThrow();
  }

  private List<Path> kept() throws Exception {
    if (release.getCount() > 0) {
      throw new IllegalStateException("nothing was made yet");
    }
    engine.close();
    try (var files = Files.list(directory.resolve("blobs").resolve("blobs"))) {
      return files.toList();
    }
  }

  /** Says that it has written that a worker has started, and has not. */
  private static final class Forgetful implements JobStore {

    private final InMemoryJobStore jobs = new InMemoryJobStore();
    private volatile boolean forgets;

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
      return (forgets && next.state() == JobState.RUNNING) || jobs.replace(next);
    }

    @Override
    public boolean remove(Job job) {
      return jobs.remove(job);
    }

    @Override
    public List<Job> unfinished() {
      return jobs.unfinished();
    }

    @Override
    public List<Job> expired(Instant now, int limit) {
      return jobs.expired(now, limit);
    }

    @Override
    public Set<String> referenced(Collection<String> blobKeys) {
      return jobs.referenced(blobKeys);
    }
  }
}
