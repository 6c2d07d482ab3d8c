package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.QueueFullException;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobListener;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What listeners hear, and that nobody suffers from them. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class JobListenerTest {

  @TempDir Path directory;

  private final InMemoryJobStore store = new InMemoryJobStore();
  private final EngineFixture.Play play = new EngineFixture.Play();
  private final Notes notes = new Notes();
  private final CountDownLatch release = new CountDownLatch(1);
  private JobEngine engine;

  @AfterEach
  void close() {
    release.countDown();
    play.release.countDown();
    engine.close();
  }

  @Test
  void aListenerHearsOfTheWholeLifeOfAJob() throws IOException {
    start(EngineFixture.pool(1, 10), notes);
    JobId id = submit("play");
    awaitState(id, JobState.SUCCEEDED);
    engine.discard(id);

    EngineFixture.patiently().until(() -> notes.of(id).size() == 4);
    assertThat(notes.of(id))
        .containsExactly(
            "accepted QUEUED", "QUEUED RUNNING", "RUNNING SUCCEEDED", "SUCCEEDED discarded");
    assertThat(notes.latest.get(id)).isEqualTo(store.find(id).orElseThrow());
  }

  @Test
  void acceptanceComesFirstHoweverFastTheWorkerIs() throws IOException {
    start(new DirectJobExecutor(), notes);
    List<JobId> ids = IntStream.range(0, 50).mapToObj(i -> submit("play")).toList();

    engine.close();

    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(notes.of(id))
                    .containsExactly("accepted QUEUED", "QUEUED RUNNING", "RUNNING SUCCEEDED"));
  }

  @Test
  void aJobThatIsRefusedIsNeverHeardOf() throws IOException {
    start(EngineFixture.pool(1, 1), notes);
    awaitState(submit("wait"), JobState.RUNNING);
    submit("play");

    assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> submit("play"));

    play.release.countDown();
    engine.close(Duration.ofSeconds(30));
    assertThat(notes.all.keySet()).hasSize(2);
  }

  @Test
  void cancellationAndFailureAreHeardOf() throws IOException {
    start(EngineFixture.pool(1, 10), notes);
    JobId running = submit("wait");
    awaitState(running, JobState.RUNNING);
    JobId waiting = submit("play");
    engine.cancel(waiting);
    engine.cancel(running);
    awaitState(running, JobState.CANCELED);
    JobId failed = submit("fail");
    awaitState(failed, JobState.FAILED);

    engine.close();

    assertThat(notes.of(waiting)).containsExactly("accepted QUEUED", "QUEUED CANCELED");
    assertThat(notes.of(running))
        .containsExactly(
            "accepted QUEUED", "QUEUED RUNNING", "RUNNING cancel requested", "RUNNING CANCELED");
    assertThat(notes.of(failed)).endsWith("RUNNING FAILED");
  }

  @Test
  void aJobThatAnEarlierProcessLeftWasAcceptedBefore() throws IOException {
    Job left =
        Job.builder(JobId.random(), EngineFixture.request("play").build(), Instant.now())
            .state(JobState.RUNNING)
            .attempt(1)
            .build();
    store.insert(left);
    start(EngineFixture.pool(1, 10), notes);
    awaitState(left.id(), JobState.SUCCEEDED);

    engine.close();

    assertThat(notes.of(left.id()))
        .containsExactly("RUNNING QUEUED", "QUEUED RUNNING", "RUNNING SUCCEEDED");
  }

  @Test
  void aListenerThatThrowsBreaksNothingForJobsAndOtherListeners() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    start(
        EngineFixture.pool(1, 10),
        (before, after) -> {
          if (calls.incrementAndGet() % 2 == 0) {
            throw new AssertionError("broken");
          }
          throw new IllegalStateException("broken");
        },
        notes);
    JobId id = submit("play");

    awaitState(id, JobState.SUCCEEDED);

    engine.close();
    assertThat(notes.of(id)).hasSize(3);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aListenerThatHangsHoldsNobodyUp() throws IOException {
    start(
        EngineFixture.pool(1, 200),
        (before, after) -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        notes);
    List<JobId> ids = IntStream.range(0, 100).mapToObj(i -> submit("play")).toList();

    ids.forEach(id -> awaitState(id, JobState.SUCCEEDED));

    ids.forEach(id -> EngineFixture.patiently().until(() -> notes.of(id).size() == 3));
  }

  @Test
  void changesThatComeAtOnceAreToldInTheirOrder() throws Exception {
    start(EngineFixture.pool(4, 1000), notes);
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      JobId id = submit("play");
      ids.add(id);
      Thread canceller = new Thread(() -> engine.cancel(id));
      canceller.start();
      engine.cancel(id);
      canceller.join();
    }
    ids.forEach(
        id ->
            EngineFixture.patiently()
                .until(() -> store.find(id).orElseThrow().state().isFinished()));

    engine.close();

    assertThat(notes.outOfOrder).isEmpty();
    assertThat(ids)
        .allSatisfy(id -> assertThat(notes.latest.get(id)).isEqualTo(store.find(id).orElseThrow()));
  }

  @Test
  void whatIsTooMuchForAListenerIsLeftOutAndTheRestComesInOrder() throws Exception {
    start(EngineFixture.pool(1, 1), notes);
    List<Integer> heard = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    Audience audience = new Audience((before, after) -> {}, 7);
    audience.tell(
        listener -> {
          begun.countDown();
          awaitRelease();
        });
    begun.await();

    for (int i = 0; i < Audience.CAPACITY + 5; i++) {
      int number = i;
      audience.tell(
          listener -> {
            if (number % 1000 == 0) {
              heard.add(number);
            }
          });
    }
    release.countDown();
    audience.tell(listener -> {});
    audience.close(Duration.ofSeconds(60));

    assertThat(heard)
        .isEqualTo(IntStream.range(0, Audience.CAPACITY / 1000).mapToObj(i -> i * 1000).toList());
  }

  @Test
  void anEngineThatClosesDoesNotWaitForAListenerForEver() throws Exception {
    start(EngineFixture.pool(1, 1), notes);
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    List<String> heard = new CopyOnWriteArrayList<>();
    Audience audience = new Audience((before, after) -> {}, 7);
    audience.tell(
        listener -> {
          begun.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    audience.tell(listener -> heard.add("too late"));
    begun.await();

    audience.close(Duration.ofMillis(1));

    interrupted.await();
    audience.tell(listener -> heard.add("closed"));
    assertThat(heard).isEmpty();
  }

  private void start(JobExecutor executor, JobListener... listeners) throws IOException {
    JobEngineBuilder builder =
        JobEngine.builder()
            .store(store)
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(executor)
            .handler(EngineFixture.KIND, EngineFixture.PlayOptions.class, play)
            .workDirectory(directory.resolve("work"));
    for (JobListener listener : listeners) {
      builder.listener(listener);
    }
    engine = builder.build();
    engine.start();
  }

  private JobId submit(String act) {
    JobRequest request = EngineFixture.request(act).build();
    return engine.submit(request).id();
  }

  private void awaitState(JobId id, JobState state) {
    EngineFixture.patiently().until(() -> engine.find(id).orElseThrow().state() == state);
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was heard, by job. */
  private static final class Notes implements JobListener {

    private final Map<JobId, List<String>> all = new ConcurrentHashMap<>();
    private final Map<JobId, Job> latest = new ConcurrentHashMap<>();
    private final List<Job> outOfOrder = new CopyOnWriteArrayList<>();

    List<String> of(JobId id) {
      return all.getOrDefault(id, List.of());
    }

    @Override
    public void accepted(Job job) {
      note(job, "accepted " + job.state());
    }

    @Override
    public void changed(Job before, Job after) {
      Job known = latest.get(after.id());
      boolean follows = known == null || known.equals(before);
      if (!follows || before.revision() + 1 != after.revision()) {
        outOfOrder.add(after);
      }
      String what = after.state().toString();
      if (after.state() == before.state()) {
        what = after.discarded() ? "discarded" : "cancel requested";
      }
      note(after, before.state() + " " + what);
    }

    private void note(Job job, String what) {
      latest.put(job.id(), job);
      all.computeIfAbsent(job.id(), id -> new CopyOnWriteArrayList<>()).add(what);
    }
  }
}
