package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who follows a job is told what is new, in order, and forgotten in the end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FollowersTest {

  private static final long LONG = Duration.ofHours(1).toNanos();
  private static final Following.Rhythm WHEN_THERE_IS_NEWS = new Following.Rhythm(1, LONG);

  private final Map<JobId, Job> stored = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final WatchThreads threads = new WatchThreads();
  private final Followers followers = new Followers(this::find, this::asOfNow, threads);
  private volatile int percent;

  @AfterEach
  void close() {
    threads.close();
  }

  private Optional<Job> find(JobId id) {
    if (failures.getAndDecrement() > 0) {
      throw new JobStoreException("away", new IllegalStateException());
    }
    return Optional.ofNullable(stored.get(id));
  }

  private Optional<Job> asOfNow(Job job) {
    JobProgress progress = new JobProgress(percent, "going", Optional.empty());
    return Optional.of(
        job.state().isFinished()
            ? job
            : job.next().revision(job.revision()).progress(progress).build());
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

  private static Job later(Job job) {
    return job.next().build();
  }

  private static Job ended(Job job) {
    return job.next().state(JobState.CANCELED).build();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  /** Remembers what it is told. */
  private static final class Ear implements JobFollower {

    private final List<Long> revisions = new CopyOnWriteArrayList<>();
    private final List<Integer> percents = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private volatile CompletionStage<?> ready = CompletableFuture.completedFuture(true);

    @Override
    public CompletionStage<?> stands(Job job) {
      revisions.add(job.revision());
      percents.add(job.progress().percent());
      return ready;
    }

    @Override
    public void ended() {
      ends.incrementAndGet();
    }
  }

  private Ear follow(Job job) {
    Ear ear = new Ear();
    followers.follow(job.id(), WHEN_THERE_IS_NEWS, ear);
    soon().until(() -> !ear.revisions.isEmpty());
    return ear;
  }

  private void awaitEnd(Ear ear, Job job) {
    soon().until(() -> ear.ends.get() == 1);
    soon().until(() -> !followers.follows(job.id()));
    assertThat(followers.ids()).isEmpty();
  }

  @Test
  void whatThisNodeHasChangedIsToldWithoutReadingItAndWhatIsOlderIsNoNews() {
    Job first = running();
    Ear ear = follow(first);
    assertThat(followers.follows(first.id())).isTrue();
    assertThat(followers.ids()).containsExactly(first.id());
    Job second = later(first);
    Job third = later(second);

    followers.stands(third);
    soon().until(() -> ear.revisions.size() == 2);
    followers.stands(second);
    followers.stands(third);
    followers.stands(ended(third));

    awaitEnd(ear, first);
    assertThat(ear.revisions)
        .containsExactly(first.revision(), third.revision(), third.revision() + 1);
  }

  @Test
  void progressIsToldAgainAndAgain() {
    Job job = running();
    Ear ear = follow(job);

    for (int step = 1; step <= 3; step++) {
      percent = step;
      followers.progressed(job.id());
      int expected = step;
      soon().until(() -> ear.percents.contains(expected));
    }

    assertThat(ear.percents).startsWith(0).endsWith(3);
    followers.progressed(JobId.random());
  }

  @Test
  void whatComesWhileSomebodyIsBusyIsToldAfterwards() {
    Job job = running();
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Ear ear = new Ear();
    ear.ready = ready;
    followers.follow(job.id(), WHEN_THERE_IS_NEWS, ear);
    soon().until(() -> ear.revisions.size() == 1);
    Job end = ended(job);

    followers.stands(end);
    assertThat(ear.ends).hasValue(0);
    ready.complete(true);

    awaitEnd(ear, job);
    assertThat(ear.revisions).endsWith(end.revision());
  }

  @Test
  void whoFollowsAJobThatIsGoneIsForgotten() {
    Job job = running();
    Ear ear = follow(job);
    stored.clear();

    followers.lookAgain(JobId.random());
    followers.lookAgain(job.id());

    awaitEnd(ear, job);
  }

  @Test
  void whoWantsToHearNoMoreIsForgotten() {
    Job job = running();
    Ear ear = follow(job);
    ear.ready = CompletableFuture.failedFuture(new IllegalStateException("gone"));

    followers.stands(later(job));

    awaitEnd(ear, job);
    assertThat(ear.revisions).hasSize(2);
  }

  @Test
  void oneWhoGoesLeavesTheOthers() {
    Job job = running();
    Ear going = follow(job);
    Ear staying = follow(job);
    going.ready = CompletableFuture.failedFuture(new IllegalStateException("gone"));

    followers.stands(later(job));
    soon().until(() -> going.ends.get() == 1);
    assertThat(followers.follows(job.id())).isTrue();
    followers.stands(ended(later(job)));

    awaitEnd(staying, job);
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainAfterASilence() {
    Job job = running();
    failures.set(2);
    Ear ear = new Ear();

    followers.follow(job.id(), new Following.Rhythm(1, Duration.ofMillis(5).toNanos()), ear);

    soon().until(() -> !ear.revisions.isEmpty());
    assertThat(ear.ends).hasValue(0);
    followers.stands(ended(job));
    awaitEnd(ear, job);
  }

  @Test
  void theEndIsToldToAllAndToWhoComesLater() {
    Job job = running();
    Ear early = follow(job);

    followers.close();
    soon().until(() -> early.ends.get() == 1);
    Ear late = new Ear();
    followers.follow(job.id(), WHEN_THERE_IS_NEWS, late);

    awaitEnd(late, job);
    assertThat(early.ends).hasValue(1);
  }
}
