package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "PT0S, 1, 1",
    "PT-3S, 1, 1",
    "PT0.2S, 1, 1",
    "PT1.001S, 2, 1",
    "PT75S, 75, 5",
    "PT10M, 600, 30",
    "PT10H, 36000, 30"
  })
  void itIsInWholeSecondsNeverZeroAndAsksForMorePollsWhenTheEndIsNear(
      Duration remaining, long seconds, long pollEvery) {
    Estimate estimate = Estimate.of(remaining);

    assertThat(estimate.remaining()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(estimate.pollEvery()).isEqualTo(Duration.ofSeconds(pollEvery));
  }

  @Test
  void aJobThatWaitsCountsWhatIsAheadOfIt() {
    try (EngineFixture fixture =
        new EngineFixture(
                directory,
                new InMemoryJobStore(),
                EngineFixture.pool(2, 10),
                new EngineFixture.Play())
            .started()) {
      Job first = long40(fixture);
      Job second = long40(fixture);
      fixture.awaitState(first.id(), JobState.RUNNING);
      fixture.awaitState(second.id(), JobState.RUNNING);
      Job third = long40(fixture);
      Job fourth = long40(fixture);
      Job fifth = long40(fixture);

      Duration ofThird = remaining(fixture, third);

      assertThat(ofThird).isGreaterThan(Duration.ofSeconds(39));
      assertThat(remaining(fixture, fourth))
          .isBetween(ofThird.minusSeconds(1), ofThird.plusSeconds(1));
      assertThat(remaining(fixture, fifth)).isGreaterThanOrEqualTo(ofThird.plusSeconds(39));
    }
  }

  @Test
  void aJobThatGoesAheadFreesTheOnesBehindIt() {
    try (EngineFixture fixture = new EngineFixture(directory).started()) {
      fixture.awaitState(fixture.submit("wait"), JobState.RUNNING);
      Job ahead = long40(fixture);
      Job behind = long40(fixture);
      assertThat(remaining(fixture, behind)).isGreaterThanOrEqualTo(Duration.ofSeconds(80));

      fixture.engine.cancel(ahead.id());

      assertThat(remaining(fixture, behind)).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void experienceCorrectsWhatHandlersSay() {
    Experience experience = new Experience();
    Optional<Duration> told = Optional.of(Duration.ofSeconds(10));

    experience.succeeded("mp3", told, Duration.ofSeconds(20));

    assertThat(experience.expected("mp3", told)).isEqualTo(Duration.ofSeconds(20));
    assertThat(experience.expected("mp3", Optional.of(Duration.ofSeconds(5))))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(experience.expected("mp3", Optional.empty())).isEqualTo(Duration.ofSeconds(20));
    assertThat(experience.expected("other", told)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theLatestJobsCountMost() {
    Experience experience = new Experience();
    for (int i = 0; i < 20; i++) {
      experience.succeeded("mp3", Optional.empty(), Duration.ofSeconds(100));
    }
    for (int i = 0; i < 20; i++) {
      experience.succeeded("mp3", Optional.empty(), Duration.ofSeconds(10));
    }

    assertThat(experience.expected("mp3", Optional.empty()))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }

  private static Job long40(EngineFixture fixture) {
    JobRequest request = EngineFixture.request("long").build();
    JobId id = fixture.engine.submit(request).id();
    return fixture.engine.find(id).orElseThrow();
  }

  private static Duration remaining(EngineFixture fixture, Job job) {
    return fixture.engine.estimate(job).remaining();
  }
}
