package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for the end of a job is told of it, once, and forgotten. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchersTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Map<JobId, Job> stored = new ConcurrentHashMap<>();
  private final WatchThreads threads = new WatchThreads();
  private final Watchers watchers = new Watchers(this::find, threads);
  private volatile boolean isAway;

  @AfterEach
  void close() {
    threads.close();
  }

  private Optional<Job> find(JobId id) {
    if (isAway) {
      throw new JobStoreException("away", new IllegalStateException());
    }
    return Optional.ofNullable(stored.get(id));
  }

  private Job running() {
    Job job =
        Job.builder(JobId.random(), JobRequest.builder("play").build(), Instant.EPOCH)
            .state(JobState.RUNNING)
            .attempt(1)
            .build();
    stored.put(job.id(), job);
    return job;
  }

  private Job ended(Job job) {
    Job end = job.next().state(JobState.CANCELED).build();
    stored.put(job.id(), end);
    return end;
  }

  private void awaitForgotten() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> watchers.ids().isEmpty());
  }

  @Test
  void allWhoWaitAreToldOfTheEndAndForgotten() throws Exception {
    Job job = running();
    List<CompletableFuture<Job>> waiting =
        List.of(watchers.await(job, LONG), watchers.await(job, LONG));
    assertThat(watchers.ids()).containsExactly(job.id());

    watchers.stands(job);
    assertThat(watchers.ids()).as("it runs").containsExactly(job.id());
    Job end = ended(job);
    watchers.stands(end);

    for (CompletableFuture<Job> one : waiting) {
      assertThat(one.get()).isEqualTo(end);
    }
    awaitForgotten();
  }

  @Test
  void whoComesAsItEndsIsTold() throws Exception {
    Job job = running();
    Job end = ended(job);

    assertThat(watchers.await(job, LONG).get()).isEqualTo(end);
    awaitForgotten();
  }

  @Test
  void whoHasWaitedLongEnoughHearsHowItStands() throws Exception {
    Job job = running();

    assertThat(watchers.await(job, Duration.ofMillis(20)).get()).isEqualTo(job);
    awaitForgotten();
  }

  @Test
  void whoWaitsForAJobThatIsGoneHearsHowItStoodWhenTheyCame() throws Exception {
    Job job = running();
    CompletableFuture<Job> waiting = watchers.await(job, LONG);
    stored.clear();

    watchers.lookAgain(JobId.random());
    watchers.lookAgain(job.id());

    assertThat(waiting.get()).isEqualTo(job);
    awaitForgotten();
  }

  @Test
  void atTheEndAllHearHowItStands() throws Exception {
    Job one = running();
    Job other = running();
    CompletableFuture<Job> first = watchers.await(one, LONG);
    CompletableFuture<Job> second = watchers.await(other, LONG);

    watchers.close();

    assertThat(first.get()).isEqualTo(one);
    assertThat(second.get()).isEqualTo(other);
    awaitForgotten();
  }

  @Test
  void aStoreThatIsAwayEndsTheWait() {
    Job job = running();
    isAway = true;

    assertThatThrownBy(() -> watchers.await(job, LONG).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(JobStoreException.class);
    awaitForgotten();
  }

  @Test
  void whatNobodyWaitsForIsNobodysBusiness() {
    Job job = running();

    watchers.stands(ended(job));
    watchers.lookAgain(job.id());

    assertThat(watchers.ids()).isEmpty();
  }
}
