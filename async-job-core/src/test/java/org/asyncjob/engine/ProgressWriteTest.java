package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What the store is told of the progress of jobs that run. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProgressWriteTest {

  private static final String END = "end";

  @TempDir Path directory;

  private final Counting store = new Counting();
  private final Map<JobId, BlockingQueue<String>> orders = new ConcurrentHashMap<>();
  private JobEngine engine;

  @AfterEach
  void close() {
    orders.values().forEach(queue -> queue.add(END));
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void theProgressOfAJobThatLastsIsInTheStore() throws Exception {
    start();
    JobId id = submit();

    order(id, "42");

    EngineFixture.patiently().until(() -> stored(id).progress().percent() == 42);
    assertThat(stored(id).state()).isEqualTo(JobState.RUNNING);
    assertThat(stored(id).progress().phase()).isEqualTo("going");
    order(id, "43");
    EngineFixture.patiently().until(() -> stored(id).progress().percent() == 43);
    order(id, END);
    EngineFixture.patiently().until(() -> stored(id).state() == JobState.SUCCEEDED);
    assertThat(stored(id).progress().percent()).isEqualTo(100);
  }

  @Test
  void progressThatDoesNotChangeIsWrittenOnce() throws Exception {
    start();
    JobId id = submit();
    order(id, "42");
    EngineFixture.patiently().until(() -> stored(id).progress().percent() == 42);
    long revision = stored(id).revision();
    JobId other = submit();
    for (int percent = 70; percent < 73; percent++) {
      int reached = percent;
      order(other, String.valueOf(percent));
      EngineFixture.patiently().until(() -> stored(other).progress().percent() == reached);
    }

    assertThat(stored(id).revision()).isEqualTo(revision);
  }

  @Test
  void aJobThatIsSoonOverCostsTwoWrites() throws Exception {
    start();
    for (int i = 0; i < 20; i++) {
      JobId id = submit();
      order(id, "1");
      order(id, END);
      EngineFixture.patiently().until(() -> stored(id).state() == JobState.SUCCEEDED);
    }

    assertThat(store.replaces.get()).as("claims and ends of 20 jobs").isBetween(40, 43);
  }

  @Test
  void aCancellationAndProgressAreBothKept() throws Exception {
    start();
    JobId id = submit();
    order(id, "42");
    EngineFixture.patiently().until(() -> stored(id).progress().percent() == 42);

    engine.cancel(id);

    EngineFixture.patiently().until(() -> stored(id).state() == JobState.CANCELED);
    assertThat(stored(id).progress().percent()).isEqualTo(42);
  }

  @Test
  void aStoreThatDoesNotAnswerLosesNothingButProgress() throws Exception {
    start();
    JobId id = submit();
    order(id, "10");
    EngineFixture.patiently().until(() -> stored(id).progress().percent() == 10);
    store.isDown = true;
    int before = store.refused.get();
    order(id, "20");
    EngineFixture.patiently().until(() -> store.refused.get() > before + 1);

    store.isDown = false;

    EngineFixture.patiently().until(() -> stored(id).progress().percent() == 20);
    order(id, END);
    EngineFixture.patiently().until(() -> stored(id).state() == JobState.SUCCEEDED);
  }

  private void start() throws IOException {
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(ThreadPoolJobExecutor.builder().workers(2).build())
            .handler("obey", Map.class, (options, context) -> obey(context))
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  private org.asyncjob.JobResult obey(JobContext context) throws InterruptedException {
    BlockingQueue<String> own = orders(context.id());
    for (String order = own.take(); !order.equals(END); order = own.take()) {
      context.progress(Integer.parseInt(order), "going");
    }
    return context.json(Map.of());
  }

  private BlockingQueue<String> orders(JobId id) {
    return orders.computeIfAbsent(id, any -> new LinkedBlockingQueue<>());
  }

  private void order(JobId id, String order) {
    orders(id).add(order);
  }

  private JobId submit() {
    JobId id = engine.submit(JobRequest.builder("obey").build()).id();
    EngineFixture.patiently().until(() -> stored(id).state() == JobState.RUNNING);
    return id;
  }

  private Job stored(JobId id) {
    return store.jobs.find(id).orElseThrow();
  }

  /** A store that counts, and that can be out of order. */
  private static final class Counting implements JobStore {

    private final InMemoryJobStore jobs = new InMemoryJobStore();
    private final AtomicInteger replaces = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean isDown;

    private JobStore jobs() {
      if (isDown) {
        refused.incrementAndGet();
        throw new JobStoreException("down", new IllegalStateException("for a test"));
      }
      return jobs;
    }

    @Override
    public Optional<Job> insert(Job job) {
      return jobs().insert(job);
    }

    @Override
    public Optional<Job> find(JobId id) {
      return jobs().find(id);
    }

    @Override
    public boolean replace(Job next) {
      replaces.incrementAndGet();
      return jobs().replace(next);
    }

    @Override
    public boolean remove(Job job) {
      return jobs().remove(job);
    }

    @Override
    public List<Job> unfinished() {
      return jobs().unfinished();
    }

    @Override
    public List<Job> expired(Instant now, int limit) {
      return jobs().expired(now, limit);
    }
  }
}
