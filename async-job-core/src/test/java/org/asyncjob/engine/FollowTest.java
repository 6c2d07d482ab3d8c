package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Following a job step by step. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FollowTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path directory;

  private static Job running(EngineFixture fixture) {
    return fixture.awaitState(fixture.submit("wait"), JobState.RUNNING);
  }

  @Test
  void aFollowerIsToldAtOnceAndOfTheEnd() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Follower follower = new Follower();
      fixture.engine.follow(running(fixture), SHORT, LONG, follower);
      assertThat(follower.next().state()).isEqualTo(JobState.RUNNING);

      fixture.handler.release.countDown();

      assertThat(follower.last().state()).isEqualTo(JobState.SUCCEEDED);
      follower.ended.await();
    }
  }

  @Test
  void aFollowerHearsOfProgressAndOfEachState() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job first = running(fixture);
      JobId second = fixture.submit("wait");
      Follower follower = new Follower();
      fixture.engine.follow(fixture.engine.find(second).orElseThrow(), SHORT, LONG, follower);
      assertThat(follower.next().state()).isEqualTo(JobState.QUEUED);

      fixture.engine.cancel(first.id());

      Job job = follower.next();
      while (job.progress().percent() < 40) {
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        job = follower.next();
      }
      assertThat(job.progress().phase()).isEqualTo("waiting");
    }
  }

  @Test
  void aFollowerIsCalledNowAndThenAlthoughNothingChanges() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job job = running(fixture);
      Follower follower = new Follower();

      fixture.engine.follow(job, SHORT, Duration.ofMillis(5), follower);

      for (int i = 0; i < 10; i++) {
        assertThat(follower.next().state()).isEqualTo(JobState.RUNNING);
      }
    }
  }

  @Test
  void aFinishedJobIsToldOnce() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job done = fixture.awaitState(fixture.submit("play"), JobState.SUCCEEDED);
      Follower follower = new Follower();

      fixture.engine.follow(done, SHORT, SHORT, follower);

      follower.ended.await();
      assertThat(follower.told).containsExactly(done);
    }
  }

  @Test
  void aJobThatIsGoneEndsAtOnce() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job done = fixture.awaitState(fixture.submit("play"), JobState.SUCCEEDED);
      fixture.store.remove(done);
      Follower follower = new Follower();

      fixture.engine.follow(done, SHORT, SHORT, follower);

      follower.ended.await();
      assertThat(follower.told).isEmpty();
    }
  }

  @Test
  void followersThatAreNeverReadyHoldUpNobody() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job job = running(fixture);
      List<Follower> stuck =
          Stream.generate(() -> new Follower(new CompletableFuture<>())).limit(100).toList();
      stuck.forEach(each -> fixture.engine.follow(job, SHORT, SHORT, each));
      Follower follower = new Follower();
      fixture.engine.follow(job, SHORT, SHORT, follower);

      fixture.handler.release.countDown();

      assertThat(follower.last().state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(stuck).allSatisfy(each -> assertThat(each.told).hasSizeLessThanOrEqualTo(1));
    }
  }

  @Test
  void aFollowerThatBlocksItsThreadHoldsUpNobody() throws Exception {
    CountDownLatch unblock = new CountDownLatch(1);
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job job = running(fixture);
      for (int i = 0; i < 3; i++) {
        fixture.engine.follow(job, SHORT, SHORT, new Blocking(unblock));
      }
      Follower follower = new Follower();
      fixture.engine.follow(job, SHORT, SHORT, follower);
      CompletableFuture<Job> waiter = fixture.engine.whenFinished(job, LONG);

      fixture.handler.release.countDown();

      assertThat(follower.last().state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(waiter.get().state()).isEqualTo(JobState.SUCCEEDED);
      unblock.countDown();
    }
  }

  @Test
  void whoeverFailsIsForgotten() throws Exception {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      Job job = running(fixture);
      Follower failing = new Follower(CompletableFuture.failedFuture(new IllegalStateException()));

      fixture.engine.follow(job, SHORT, SHORT, failing);

      failing.ended.await();
      assertThat(failing.told).hasSize(1);
    }
  }

  @Test
  void closingTheEngineEndsEverybody() throws Exception {
    EngineFixture fixture = new EngineFixture(directory).started();
    Job job = running(fixture);
    Follower follower = new Follower();
    fixture.engine.follow(job, SHORT, LONG, follower);
    follower.next();

    fixture.close();

    follower.ended.await();
    Follower late = new Follower();
    fixture.engine.follow(job, SHORT, LONG, late);
    late.ended.await();
  }

  private static final class Follower implements JobFollower {

    final BlockingQueue<Job> told = new LinkedBlockingQueue<>();
    final CountDownLatch ended = new CountDownLatch(1);
    private final CompletionStage<?> ready;

    Follower() {
      this(CompletableFuture.completedFuture(null));
    }

    Follower(CompletionStage<?> ready) {
      this.ready = ready;
    }

    Job next() throws InterruptedException {
      Job next = told.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("what the follower is told next").isNotNull();
      return next;
    }

    Job last() throws InterruptedException {
      Job job = next();
      while (!job.state().isFinished()) {
        job = next();
      }
      return job;
    }

    @Override
    public CompletionStage<?> stands(Job job) {
      told.add(job);
      return ready;
    }

    @Override
    public void ended() {
      ended.countDown();
    }
  }

  private record Blocking(CountDownLatch unblock) implements JobFollower {
    @Override
    public CompletionStage<?> stands(Job job) {
      try {
        unblock.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void ended() {}
  }
}
