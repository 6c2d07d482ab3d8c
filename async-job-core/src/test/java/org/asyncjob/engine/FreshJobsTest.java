package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;

/** A worker that is called at once for what was stored a moment ago. */
class FreshJobsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final FreshJobs fresh = new FreshJobs();
  private final InMemoryJobStore store = new InMemoryJobStore();
  private final Transitions transitions =
      new Transitions(
          store,
          () -> NOW,
          Duration.ofHours(1),
          Duration.ofHours(1),
          new Announcements(job -> {}, List.of()));
  private final Claims claims =
      new Claims(transitions, new Retries(Map.of(), 3, () -> NOW, new Random(1)), true);

  private static Job job() {
    return Job.builder(JobId.random(), JobRequest.builder("play").build(), NOW).build();
  }

  @Test
  void aJobIsRememberedUntilItIsTaken() {
    Job job = job();
    fresh.add(job);

    assertThat(fresh.take(job.id())).contains(job);
    assertThat(fresh.take(job.id())).isEmpty();
  }

  @Test
  void aJobThatWasWithdrawnIsForgotten() {
    Job job = job();
    fresh.add(job);

    fresh.remove(job.id());

    assertThat(fresh.take(job.id())).isEmpty();
  }

  @Test
  void ofManyTheOldestAreForgotten() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      jobs.add(job());
      fresh.add(jobs.get(i));
    }

    long remembered = jobs.stream().map(Job::id).map(fresh::take).flatMap(Optional::stream).count();

    assertThat(remembered).isBetween(1L, 100L);
  }

  @Test
  void theLatestIsAmongThem() {
    for (int i = 0; i < 1000; i++) {
      fresh.add(job());
    }
    Job latest = job();
    fresh.add(latest);

    assertThat(fresh.take(latest.id())).contains(latest);
  }

  @Test
  void aJobThatNobodyHasChangedIsClaimedAsItWasStored() {
    Job job = job();
    store.insert(job);

    assertThat(claims.of(job)).isInstanceOf(Claim.Won.class);

    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aJobThatWasCancelledMeanwhileIsNotClaimed() {
    Job job = job();
    store.insert(job);
    transitions.cancelRequested(job.id());

    assertThat(claims.of(job)).isInstanceOf(Claim.Nothing.class);

    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void aJobThatIsGoneIsNotClaimed() {
    assertThat(claims.of(job())).isInstanceOf(Claim.Nothing.class);
  }

  @Test
  void aJobThatAnotherNodeHasBegunIsTakenOverAsEver() {
    Job job = job();
    store.insert(job);
    assertThat(claims.of(job.id())).isInstanceOf(Claim.Won.class);

    assertThat(claims.of(job)).isInstanceOf(Claim.Won.class);

    assertThat(store.find(job.id()).orElseThrow().attempt()).isEqualTo(2);
  }
}
