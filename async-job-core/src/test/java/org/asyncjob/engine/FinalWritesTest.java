package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreException;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** How often it is tried to write how a run has ended. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FinalWritesTest {

  private final FinalWrites writes =
      new FinalWrites(
          new Transitions(
              new InMemoryJobStore(),
              () -> Instant.EPOCH,
              Duration.ofDays(1),
              Duration.ofDays(1),
              new Announcements(job -> {}, List.of())),
          Duration.ofNanos(1),
          Duration.ofNanos(1));
  private final Job job = job();
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void anOutageMayLastAsLongAsItLikes() {
    Optional<Job> written =
        writes.write(
            job,
            () -> {
              if (tries.incrementAndGet() < 1_000) {
                throw failure();
              }
              return Optional.of(job);
            },
            any -> false);

    assertThat(written).contains(job);
    assertThat(tries).hasValue(1_000);
  }

  @Test
  void whatTheStoreDoesNotTakeWhileItTakesAllElseIsGivenUp() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                writes.write(
                    job,
                    () -> {
                      tries.incrementAndGet();
                      writes.write(job(), () -> Optional.of(job), any -> false);
                      throw failure();
                    },
                    any -> false))
        .withCauseInstanceOf(JobStoreException.class);

    assertThat(tries).hasValue(10);
  }

  @Test
  void theEndOfTheEngineIsTheEndOfTheTries() {
    assertThatExceptionOfType(JobStoreException.class)
        .isThrownBy(
            () ->
                writes.write(
                    job,
                    () -> {
                      if (tries.incrementAndGet() == 5) {
                        writes.close();
                      }
                      throw failure();
                    },
                    any -> false));

    assertThat(tries).hasValue(5);
  }

  @Test
  void anInterruptionEndsThemAfterOneMoreIfTheEngineIsClosing() {
    writes.closing();

    assertThatExceptionOfType(JobStoreException.class)
        .isThrownBy(
            () ->
                writes.write(
                    job,
                    () -> {
                      if (tries.incrementAndGet() == 5) {
                        Thread.currentThread().interrupt();
                      }
                      throw failure();
                    },
                    any -> false));

    assertThat(tries).hasValue(6);
  }

  private static JobStoreException failure() {
    return new JobStoreException("unreachable", new IllegalStateException("for a test"));
  }

  private static Job job() {
    return Job.builder(JobId.random(), JobRequest.builder("play").build(), Instant.EPOCH).build();
  }
}
