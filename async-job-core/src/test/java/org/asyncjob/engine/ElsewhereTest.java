package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.spi.SharedJobExecutor;
import org.junit.jupiter.api.Test;

/** How long jobs still take that another node has. */
class ElsewhereTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final Workload workload = new Workload();
  private final Elsewhere elsewhere =
      new Elsewhere(
          workload,
          new Handlers(
              Map.of(), Map.of(), new Retries(Map.of(), 3, () -> NOON, new SecureRandom())),
          () -> NOON,
          new Queue());
  private OptionalInt waiting = OptionalInt.empty();

  /** Two workers here, and so many jobs that wait for them and others. */
  private final class Queue implements SharedJobExecutor {

    @Override
    public OptionalInt waiting() {
      return waiting;
    }

    @Override
    public int parallelism() {
      return 2;
    }

    @Override
    public int queueCapacity() {
      return 100;
    }

    @Override
    public void start(Consumer<JobId> runner) {}

    @Override
    public void execute(JobId id) {}

    @Override
    public void executeAt(JobId id, Instant time) {}

    @Override
    public boolean withdraw(JobId id) {
      return false;
    }

    @Override
    public void close(Duration grace) {}
  }

  @Test
  void aJobThatRunsTakesAsLongAsItsProgressSays() {
    Job half = running(NOON.minusSeconds(100), new JobProgress(50, "going", Optional.empty()));

    assertThat(elsewhere.remaining(half)).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void whatItsHandlerSaysCountsMore() {
    Duration told = Duration.ofSeconds(7);
    Job job = running(NOON.minusSeconds(100), new JobProgress(50, "going", Optional.of(told)));

    assertThat(elsewhere.remaining(job)).isEqualTo(told);
  }

  @Test
  void withoutProgressItTakesWhatOthersOfItsKindTake() {
    JobProgress none = new JobProgress(0, "starting", Optional.empty());

    assertThat(elsewhere.remaining(running(NOON.minusSeconds(2), none)))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(elsewhere.remaining(running(NOON.minusSeconds(200), none))).isZero();
  }

  @Test
  void theClockOfTheOtherNodeMayBeAhead() {
    Job job = running(NOON.plusSeconds(30), new JobProgress(50, "going", Optional.empty()));

    assertThat(elsewhere.remaining(job)).isZero();
    JobProgress none = new JobProgress(0, "starting", Optional.empty());
    assertThat(elsewhere.remaining(running(NOON.plusSeconds(30), none)))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aJobThatWaitsTakesItsTurnAndItsWork() {
    assertThat(elsewhere.remaining(queued())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void itHasItsTurnAfterThoseThatWaitAlreadyAlsoWhenNoneHasBegunHereYet() {
    waiting = OptionalInt.of(9);

    assertThat(elsewhere.remaining(queued())).isEqualTo(Duration.ofSeconds(8 / 2 * 5 + 5));
  }

  @Test
  void theLongerItHasWaitedTheFewerAreAhead() {
    workload.pace().hasBegun(NOON.minusSeconds(40), Duration.ZERO);
    waiting = OptionalInt.of(9);

    assertThat(elsewhere.remaining(queued(NOON.minusSeconds(40)))).isEqualTo(Duration.ofSeconds(5));
    assertThat(elsewhere.remaining(queued(NOON.minusSeconds(20))))
        .isEqualTo(Duration.ofSeconds(4 / 2 * 5 + 5));
  }

  @Test
  void oneThatWaitsAloneMayBeginAtAnyMoment() {
    waiting = OptionalInt.of(1);

    assertThat(elsewhere.remaining(queued())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void oneThatWaitsAloneForSecondsWaitsForAWorker() {
    workload.pace().hasBegun(NOON.minusSeconds(9), Duration.ZERO);
    waiting = OptionalInt.of(2);

    assertThat(elsewhere.remaining(queued(NOON.minusSeconds(1))))
        .isGreaterThan(Duration.ofSeconds(5));
    waiting = OptionalInt.of(1);
    assertThat(elsewhere.remaining(queued(NOON.minusSeconds(2)))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aQueueWhosePaceIsKnownIsWaitedForByThat() {
    for (int second = 1000; !workload.pace().isKnown(); second--) {
      workload.pace().hasBegun(NOON.minusSeconds(second), Duration.ofSeconds(5));
    }
    waiting = OptionalInt.of(9);

    assertThat(elsewhere.remaining(queued(NOON.minusSeconds(500))))
        .as("seconds of the queue went by in no time")
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
  }

  private static Job queued() {
    return queued(NOON);
  }

  private static Job queued(Instant created) {
    return Job.builder(JobId.random(), JobRequest.builder("play").build(), created).build();
  }

  private static Job running(Instant started, JobProgress progress) {
    return queued()
        .next()
        .state(JobState.RUNNING)
        .attempt(1)
        .started(started)
        .progress(progress)
        .build();
  }
}
