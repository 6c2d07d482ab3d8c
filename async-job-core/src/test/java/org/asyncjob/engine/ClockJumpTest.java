package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobContext;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the clock while jobs run, pause and have ended. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ClockJumpTest {

  @TempDir Path directory;

  private final InMemoryJobStore store = new InMemoryJobStore();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile Duration set = Duration.ZERO;
  private JobEngine engine;

  @AfterEach
  void close() {
    release.countDown();
    engine.close(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void aJobThatRunsComesToItsEndAndItsResultStays(long days) throws Exception {
    start();
    JobId id = submit("wait");
    EngineFixture.patiently().until(() -> find(id).progress().percent() == 50);
    set = Duration.ofDays(days);

    assertThat(engine.estimate(find(id)).remaining())
        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
    release.countDown();

    Job done = awaitState(id, JobState.SUCCEEDED);
    assertThat(done.expires()).isEqualTo(done.finished().orElseThrow().plus(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void aJobThatPausesIsTriedAgain(long days) throws Exception {
    start();
    JobId id = submit("fail once");
    EngineFixture.patiently().until(() -> find(id).attempt() == 1);

    set = Duration.ofDays(days);

    assertThat(engine.estimate(find(id)).remaining())
        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
    assertThat(awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(2);
  }

  @Test
  void aResultThatWasPromisedForADayIsNotGoneWhenTheClockIsSetForwardByOne() throws Exception {
    start();
    JobId id = submit("play");
    awaitState(id, JobState.SUCCEEDED);

    set = Duration.ofDays(1).plusHours(1);

    assertThat(find(id).discarded()).isFalse();
    set = Duration.ZERO;
    assertThat(find(id).discarded()).isFalse();
    set = Duration.ofDays(-1);
    assertThat(find(id).discarded()).isFalse();
  }

  private void start() throws IOException {
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(ThreadPoolJobExecutor.builder().workers(1).build())
            .handler(
                "act",
                Map.class,
                (options, context) -> act(String.valueOf(options.get("act")), context),
                HandlerSettings.builder()
                    .attempts(2)
                    .backoff(Duration.ofMillis(500), Duration.ofMillis(500))
                    .build())
            .workDirectory(directory.resolve("work"))
            .clock(() -> Instant.now().plus(set), System::nanoTime)
            .build();
    engine.start();
  }

  private JobResult act(String what, JobContext context) throws Exception {
    if (what.equals("wait")) {
      context.progress(50, "waiting");
      release.await();
    }
    if (what.equals("fail once") && context.attempt() == 1) {
      throw new IOException("for a test");
    }
    return context.json(what);
  }

  private JobId submit(String act) {
    return engine.submit(JobRequest.builder("act").options(Map.of("act", act)).build()).id();
  }

  private Job find(JobId id) {
    return engine.find(id).orElseThrow();
  }

  private Job awaitState(JobId id, JobState state) {
    return EngineFixture.patiently().until(() -> find(id), job -> job.state() == state);
  }
}
