package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.Test;

/** Many jobs that have expired, some of which make trouble. */
class HousekeepingTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final UnreliableStore store = new UnreliableStore();
  private final Deleting blobs = new Deleting();
  private final Housekeeping housekeeping =
      new Housekeeping(
          store,
          blobs,
          new Transitions(
              store,
              () -> NOON,
              Duration.ofDays(1),
              Duration.ofDays(1),
              new Announcements(job -> {}, List.of())),
          new Workload(),
          () -> NOON);

  @Test
  void allThatHasExpiredIsEndedHoweverManyTheyAre() {
    List<Job> due = expired(1_050);
    Job young = finished(NOON.plusSeconds(1));

    assertThat(housekeeping.expire()).as("there is more to do").isFalse();

    assertThat(due).allMatch(job -> find(job).discarded());
    assertThat(blobs.deleted).isEqualTo(1_050);
    assertThat(find(young).discarded()).isFalse();
  }

  @Test
  void aFileThatCannotBeDeletedKeepsNobodyFromGoing() {
    List<Job> due = expired(250);
    blobs.isBroken = true;

    housekeeping.expire();

    assertThat(due).allMatch(job -> find(job).discarded());
  }

  @Test
  void aJobThatCannotBeWrittenDoesNotKeepTheOthers() {
    List<Job> due = expired(250);
    JobId damaged = due.get(3).id();
    store.refuseWith(
        next -> next.id().equals(damaged), () -> new IllegalStateException("damaged row"));

    housekeeping.expire();

    assertThat(due).filteredOn(job -> !find(job).discarded()).containsExactly(due.get(3));
  }

  @Test
  void aStoreThatDoesNotAnswerIsAskedAgainAtTheNextTurn() {
    List<Job> due = expired(3);
    store.goDown();
    assertThat(housekeeping.expire()).isFalse();

    store.comeBack();
    housekeeping.expire();

    assertThat(due).allMatch(job -> find(job).discarded());
  }

  private List<Job> expired(int count) {
    return IntStream.range(0, count).mapToObj(number -> finished(NOON.minusSeconds(1))).toList();
  }

  private Job finished(Instant expires) {
    Blob blob = new Blob("key", 1, "0".repeat(64), "out.txt", "text/plain");
    Job job =
        Job.builder(JobId.random(), JobRequest.builder("play").build(), NOON)
            .state(JobState.SUCCEEDED)
            .outcome(JobResult.blob(blob))
            .finished(NOON)
            .expires(expires)
            .build();
    store.jobs.insert(job);
    return job;
  }

  private Job find(Job job) {
    return store.jobs.find(job.id()).orElseThrow();
  }

  /** Counts what it is told to delete. */
  private static final class Deleting implements BlobStore {

    private int deleted;
    private boolean isBroken;

    @Override
    public void delete(Blob blob) throws IOException {
      if (isBroken) {
        throw new IOException("for a test");
      }
      deleted++;
    }

    @Override
    public BlobWriter create(String filename, String mediaType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Blob move(Path file, String filename, String mediaType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(Blob blob, long offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Path> file(Blob blob) {
      return Optional.empty();
    }

    @Override
    public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced) {
      return 0;
    }
  }
}
