package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.jdbc.Database.Product;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the contract does not ask of stores, and these keep all the same. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WholeJobsTest {

  /** U+0000, which PostgreSQL does not take, surrogates alone, and what looks like an escape. */
  private static final String ODD = "a\0b \\u0000 \\ \\\\ \uD83C x \uDFB5 \uD83C\uDFB5 \uD83C";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void anyTextSurvivesInAnyPlace(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      JobRequest request =
          JobRequest.builder("kind " + ODD)
              .options(Map.of(ODD, List.of(ODD)))
              .input(SomeJobs.blob("in " + ODD, ODD))
              .caller(ODD)
              .idempotencyKey(ODD)
              .build();
      Job queued = Job.builder(JobId.random(), request, SomeJobs.NOON).build();
      Job running =
          queued
              .next()
              .state(JobState.RUNNING)
              .progress(new JobProgress(1, ODD, Optional.of(Duration.ofNanos(1))))
              .build();
      Job succeeded =
          running
              .next()
              .state(JobState.SUCCEEDED)
              .outcome(JobResult.blob(SomeJobs.blob("out " + ODD, ODD)))
              .build();

      for (Job job : List.of(queued, running, succeeded)) {
        assertThat(job.revision() == 1 ? store.insert(job).isEmpty() : store.replace(job)).isTrue();
        assertThat(store.find(job.id())).contains(job);
      }
      assertThat(store.insert(Job.builder(JobId.random(), request, SomeJobs.NOON).build()))
          .contains(succeeded);
      assertThat(store.referenced(Set.of("in " + ODD, "out " + ODD, ODD)))
          .containsExactlyInAnyOrder("in " + ODD, "out " + ODD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failuresSurviveWithAnyText(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Job queued = SomeJobs.full();
      database.store().insert(queued);
      Job failed =
          queued
              .next()
              .state(JobState.FAILED)
              .outcome(new JobFailure("no-audio-track", ODD, ODD))
              .build();

      assertThat(database.store().replace(failed)).isTrue();

      assertThat(database.store().find(failed.id())).contains(failed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysThatAreEscapedAlikeAreDifferent(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      for (String key : List.of("\0", "\\u0000", "\\\\u0000", "\\\0", "\uD83C", "\\ud83c")) {
        Job job = SomeJobs.queued(JobRequest.builder("mp3").idempotencyKey(key));

        assertThat(database.store().insert(job)).as(key).isEmpty();
        assertThat(database.store().find(job.id())).contains(job);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void timesSurviveToTheNanosecond(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Instant before1970 = Instant.parse("1905-06-30T00:00:00.000000001Z");
      Job job =
          Job.builder(JobId.random(), JobRequest.builder("mp3").build(), before1970)
              .notBefore(SomeJobs.NOON)
              .expires(Instant.parse("2261-12-31T23:59:59.999999999Z"))
              .build();

      database.store().insert(job);

      assertThat(database.store().find(job.id())).contains(job);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNeverToExpireDoesNotFail(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Job job =
          Job.builder(JobId.random(), JobRequest.builder("mp3").build(), Instant.MIN)
              .expires(Instant.MAX)
              .progress(new JobProgress(0, "", Optional.of(Duration.ofSeconds(Long.MAX_VALUE))))
              .build();

      database.store().insert(job);

      Job found = database.store().find(job.id()).orElseThrow();
      assertThat(found.expires()).isAfter(Instant.parse("2262-01-01T00:00:00Z"));
      assertThat(found.created()).isBefore(Instant.parse("1678-01-01T00:00:00Z"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasAskedForIsWrittenOnce(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Job queued = SomeJobs.full();
      database.store().insert(queued);
      database.execute("update job set options = ?", "{\"bitrate\":320}");

      Job other = Job.builder(queued.id(), SomeJobs.full().request(), Instant.EPOCH).build();
      assertThat(database.store().replace(SomeJobs.running(other))).isTrue();

      Job found = database.store().find(queued.id()).orElseThrow();
      assertThat(found.request().options()).isEqualTo(Map.of("bitrate", 320));
      assertThat(found.request().caller()).isEqualTo(queued.request().caller());
      assertThat(found.created()).isEqualTo(queued.created());
      assertThat(found.state()).isEqualTo(JobState.RUNNING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inputsAndResultsAreReferencedUntilTheirJobIsGone(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job queued = SomeJobs.full();
      store.insert(queued);
      Job succeeded = SomeJobs.succeeded(queued, SomeJobs.NOON);
      store.replace(succeeded);
      String input = queued.request().input().orElseThrow().key();
      String result = "result-" + queued.id();

      assertThat(store.referenced(List.of("other", input, result)))
          .containsExactlyInAnyOrder(input, result);
      assertThat(store.referenced(List.of())).isEmpty();

      store.remove(succeeded);
      assertThat(store.referenced(List.of("other", input, result))).isEmpty();
    }
  }
}
