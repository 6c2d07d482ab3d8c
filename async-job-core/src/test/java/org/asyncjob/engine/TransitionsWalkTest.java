package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a job, in whatever order and from however many sides, these hold. */
class TransitionsWalkTest {

  private static final int ATTEMPTS = 3;
  private static final Duration RETENTION = Duration.ofHours(5);
  private static final Duration TOMBSTONES = Duration.ofHours(7);
  private static final JobFailure FAILURE = new JobFailure("tired", "Tired", "Tired.");
  private static final JobResult RESULT =
      JobResult.blob(new Blob("key", 1, "00", "out.txt", "text/plain"));

  private final InMemoryJobStore store = new InMemoryJobStore();
  private final List<Job> told = new ArrayList<>();
  private final Set<JobState> reached = EnumSet.noneOf(JobState.class);
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final Transitions transitions =
      new Transitions(
          store, () -> now, RETENTION, TOMBSTONES, new Announcements(told::add, List.of()));
  private final Retries retries =
      new Retries(
          Map.of("play", HandlerSettings.builder().backoff(Duration.ZERO, Duration.ZERO).build()),
          ATTEMPTS,
          () -> now,
          new Random(1));
  private final Claims claims = new Claims(transitions, retries, true);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void everyWalkKeepsTheRules(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int discarded = 0;
    for (int walk = 0; walk < 500; walk++) {
      Job job = Job.builder(JobId.random(), JobRequest.builder("play").build(), now).build();
      store.insert(job);
      Optional<Job> claim = Optional.empty();
      for (int step = 0; step < 14; step++) {
        now = now.plusSeconds(1);
        int before = told.size();
        Job current = store.find(job.id()).orElseThrow();

        Optional<Job> written = step(random, current, claim);

        Job next = store.find(job.id()).orElseThrow();
        assertFollows(current, next);
        assertThat(written)
            .as("what is returned is what was written")
            .isEqualTo(changed(current, next));
        assertThat(told.subList(before, told.size()))
            .containsExactlyElementsOf(written.stream().toList());
        claim =
            next.state() == JobState.RUNNING && next.attempt() > current.attempt()
                ? Optional.of(next)
                : claim;
        reached.add(next.state());
      }
      discarded += store.find(job.id()).orElseThrow().discarded() ? 1 : 0;
    }
    assertThat(reached).containsExactlyInAnyOrder(JobState.values());
    assertThat(discarded).isPositive();
  }

  /** One of all that workers, clients, starts and housekeeping may do, whether it fits or not. */
  private Optional<Job> step(SplittableRandom random, Job job, Optional<Job> claim) {
    JobProgress progress = new JobProgress(random.nextInt(101), "going", Optional.empty());
    Job claimed = claim.orElse(job);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> claimed(job);
      case 3 -> transitions.ended(claimed, RESULT, progress);
      case 4 -> transitions.ended(claimed, FAILURE, progress);
      case 5, 6 ->
          claimed.attempt() < ATTEMPTS
              ? transitions.retried(claimed, progress, now.plusSeconds(30))
              : transitions.ended(claimed, FAILURE, progress);
      case 7 -> transitions.givenBack(claimed, progress);
      case 8 -> transitions.recovered(job);
      case 9 -> transitions.cancelRequested(job.id());
      case 10 -> job.attempt() >= ATTEMPTS ? transitions.givenUp(job) : Optional.empty();
      default -> transitions.discarded(job.id());
    };
  }

  /** As a worker that may be called for a job whose worker is dead. */
  private Optional<Job> claimed(Job job) {
    if (job.state() == JobState.QUEUED && job.attempt() == ATTEMPTS) {
      return Optional.empty();
    }
    Claim claim = claims.of(job.id());
    if (claim instanceof Claim.Won won) {
      return Optional.of(won.job());
    }
    return claim instanceof Claim.Ended ended ? Optional.of(ended.job()) : Optional.empty();
  }

  private static Optional<Job> changed(Job before, Job after) {
    return after.equals(before) ? Optional.empty() : Optional.of(after);
  }

  private void assertFollows(Job before, Job after) {
    if (after.equals(before)) {
      return;
    }
    assertThat(after.revision()).isEqualTo(before.revision() + 1);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.request()).isEqualTo(before.request());
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(after.attempt()).isBetween(0, ATTEMPTS);
    if (after.state() != before.state()) {
      assertThat(before.state().canBecome(after.state())).as(before + " to " + after).isTrue();
    }
    assertThat(after.cancelRequested() || !before.cancelRequested()).isTrue();
    assertOutcome(before, after);
    assertTimes(before, after);
    if (after.state() == JobState.QUEUED) {
      assertThat(after.progress().remaining()).isEmpty();
      assertThat(after.progress().phase()).isIn("queued", "retrying");
      assertThat(after.cancelRequested()).isFalse();
      boolean isRetried = after.progress().phase().equals("retrying");
      assertThat(after.notBefore().equals(Optional.of(now.plusSeconds(30)))).isEqualTo(isRetried);
    }
  }

  private static void assertOutcome(Job before, Job after) {
    assertThat(after.result().isPresent()).isEqualTo(after.state() == JobState.SUCCEEDED);
    assertThat(after.failure().isPresent()).isEqualTo(after.state() == JobState.FAILED);
    assertThat(after.finished().isPresent()).isEqualTo(after.state().isFinished());
    if (before.state().isFinished()) {
      assertThat(after.state()).isEqualTo(before.state());
      assertThat(after.discarded()).as("nothing else happens after the end").isTrue();
      assertThat(before.discarded()).isFalse();
    }
    if (after.state() == JobState.SUCCEEDED) {
      assertThat(after.progress().percent()).isEqualTo(100);
      assertThat(after.cancelRequested()).isFalse();
    }
    if (after.state() == JobState.CANCELED) {
      assertThat(after.cancelRequested()).isTrue();
    }
  }

  private void assertTimes(Job before, Job after) {
    boolean isTakenOver = before.state() == JobState.RUNNING && after.attempt() > before.attempt();
    boolean isStarted = before.state() == JobState.QUEUED || isTakenOver;
    if (isStarted && after.state() == JobState.RUNNING) {
      assertThat(after.attempt()).isEqualTo(before.attempt() + 1);
      assertThat(after.started()).contains(now);
    } else {
      assertThat(after.started()).isEqualTo(before.started());
    }
    if (after.state().isFinished() && !before.state().isFinished()) {
      assertThat(after.finished()).contains(now);
      assertThat(after.expires()).isEqualTo(now.plus(RETENTION));
    }
    if (after.discarded()) {
      assertThat(after.expires()).isEqualTo(now.plus(TOMBSTONES));
    }
  }

  @Test
  void aJobThatIsGoneDoesNotChange() {
    assertThat(claims.of(JobId.random())).isEqualTo(new Claim.Nothing());
    assertThat(transitions.cancelRequested(JobId.random())).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whoHasLostTheClaimCannotWrite() {
    Job job = stored();
    Job first = claimed(job).orElseThrow();
    transitions.recovered(first);
    Job second = claimed(store.find(job.id()).orElseThrow()).orElseThrow();
    JobProgress progress = new JobProgress(50, "going", Optional.empty());

    assertThat(transitions.ended(first, RESULT, progress)).isEmpty();
    assertThat(transitions.retried(first, progress, now)).isEmpty();
    assertThat(transitions.givenBack(first, progress)).isEmpty();
    assertThat(transitions.recovered(first)).isEmpty();
    assertThat(store.find(job.id())).contains(second);
    assertThat(transitions.progressed(first, second, progress)).isEmpty();
    assertThat(store.find(job.id())).contains(second);
    transitions.cancelRequested(job.id());
    assertThat(store.find(job.id()).orElseThrow().cancelRequested()).isTrue();
    assertThat(transitions.cancelRequested(job.id())).isEmpty();
  }

  @Test
  void aClaimThatWasTakenOverIsLost() {
    Job first = claimed(stored()).orElseThrow();
    now = now.plusSeconds(1);
    Job second = claimed(first).orElseThrow();

    assertThat(second.state()).isEqualTo(JobState.RUNNING);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.started()).contains(now);
    assertThat(transitions.ended(first, RESULT, JobProgress.QUEUED)).isEmpty();
    assertThat(store.find(first.id())).contains(second);
    assertThat(transitions.ended(second, RESULT, JobProgress.QUEUED)).isPresent();
  }

  @Test
  void whoHasGivenAJobBackDoesNotHaveTheClaimOfTheNextEvenIfItHasTheSameNumber() {
    Job first = claimed(stored()).orElseThrow();
    transitions.givenBack(first, JobProgress.QUEUED);
    now = now.plusSeconds(1);
    Job second = claimed(store.find(first.id()).orElseThrow()).orElseThrow();
    assertThat(second.attempt()).isEqualTo(first.attempt());

    assertThat(transitions.givenBack(first, JobProgress.QUEUED)).isEmpty();
    assertThat(transitions.ended(first, RESULT, JobProgress.QUEUED)).isEmpty();

    assertThat(store.find(first.id())).contains(second);
  }

  @Test
  void aJobWhoseWorkerIsDeadIsCancelledIfThatWasAskedFor() {
    Job first = claimed(stored()).orElseThrow();
    transitions.cancelRequested(first.id());

    Claim claim = claims.of(first.id());

    assertThat(claim).isInstanceOf(Claim.Ended.class);
    assertThat(store.find(first.id()).orElseThrow().state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void aJobWhoseWorkersHaveDiedTooOftenIsGivenUp() {
    Job job = stored();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      assertThat(claims.of(job.id())).isInstanceOf(Claim.Won.class);
    }

    assertThat(claims.of(job.id())).isInstanceOf(Claim.Ended.class);

    Job failed = store.find(job.id()).orElseThrow();
    assertThat(failed.attempt()).isEqualTo(ATTEMPTS);
    assertThat(failed.failure().orElseThrow().type()).isEqualTo("attempts-exhausted");
    assertThat(claims.of(job.id())).isEqualTo(new Claim.Nothing());
  }

  @Test
  void whereNobodyTakesOverARunningJobIsNotClaimedAgain() {
    Job first = claimed(stored()).orElseThrow();

    assertThat(new Claims(transitions, retries, false).of(first.id()))
        .isEqualTo(new Claim.Nothing());

    assertThat(store.find(first.id())).contains(first);
  }

  @Test
  void progressIsWrittenToTheClaimThatMadeItAndNeverGoesBack() {
    Job first = claimed(stored()).orElseThrow();
    JobProgress half = new JobProgress(50, "going", Optional.empty());

    Job written = transitions.progressed(first, first, half).orElseThrow();

    assertThat(store.find(first.id())).contains(written);
    assertThat(written.progress()).isEqualTo(half);
    assertThat(told).as("nobody is told of progress alone").hasSize(1);
    JobProgress less = new JobProgress(49, "going", Optional.empty());
    assertThat(transitions.progressed(first, written, less)).isEmpty();
    assertThat(transitions.progressed(first, first, half)).as("it has changed").isEmpty();
    assertThat(store.find(first.id())).contains(written);
    transitions.ended(first, RESULT, half);
    Job done = store.find(first.id()).orElseThrow();
    assertThat(transitions.progressed(first, done, half)).isEmpty();
    assertThat(store.find(first.id())).contains(done);
  }

  private Job stored() {
    Job job = Job.builder(JobId.random(), JobRequest.builder("play").build(), now).build();
    store.insert(job);
    return job;
  }
}
