package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobState;
import org.asyncjob.jdbc.Database.Product;
import org.asyncjob.spi.JobStore.Place;
import org.asyncjob.spi.SharedJobStore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody or something has written into the table what no job says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedRowsTest {

  @TempDir private Path directory;

  private static void damage(Database database, Job job, String column, String value)
      throws Exception {
    String sql = "update job set " + column + " = ? where id = ?";
    assertThat(database.execute(sql, value, job.id().value())).isOne();
  }

  private static void assertFailed(Job job) {
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.failure().map(JobFailure::type)).contains("corrupted-record");
    assertThat(job.finished()).isPresent();
    assertThat(job.expires()).isAfter(Instant.now());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "options | {",
        "options | []",
        "options | null",
        "options | {'a':null}",
        "options | {} {}",
        "input | {'key':'k'}",
        "input | true",
        "outcome | {'failure':{'type':'NO TYPE','title':'t','detail':'d'}}",
        "outcome | {'link':'nowhere'}",
        "outcome | {}",
        "outcome | \uD83C\uDFB5",
        "state | PAUSED",
        "state | \"\"",
        "kind | \\",
        "caller | \\u12",
        "progress_phase | \\x0000"
      })
  void aJobThatCannotBeReadFailsForGoodAndSaysSo(String column, String value) throws Exception {
    for (Product product : Product.values()) {
      try (Database database = product.open(directory)) {
        JdbcJobStore store = database.store();
        Job job = SomeJobs.full();
        store.insert(job);
        damage(database, job, column, value.replace('\'', '"'));

        Job found = store.find(job.id()).orElseThrow();

        assertFailed(found);
        assertThat(found.revision()).isEqualTo(2);
        assertThat(store.find(job.id())).contains(found);
        assertThat(database.query("select state from job")).containsExactly("FAILED");
        assertThat(store.unfinished()).isEmpty();
        assertThat(store.expired(Instant.now(), 10)).isEmpty();
        assertThat(store.expired(found.expires(), 10)).containsExactly(found);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageIsFullAllTheSame(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job damaged = SomeJobs.queued();
      Job sound = SomeJobs.queued();
      store.insert(damaged);
      store.insert(sound);
      damage(database, damaged, "options", "{");

      assertThat(store.unfinished(JobState.QUEUED, Place.START, 1)).containsExactly(sound);
      assertFailed(store.find(damaged.id()).orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCanBeReadOfItIsKept(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Job job = SomeJobs.running(SomeJobs.full());
      database.store().insert(job);
      damage(database, job, "options", "{\"bitrate\":");

      Job found = database.store().find(job.id()).orElseThrow();

      assertThat(found.request().caller()).isEqualTo(job.request().caller());
      assertThat(found.request().input()).isEqualTo(job.request().input());
      assertThat(found.request().options()).isEmpty();
      assertThat(found.started()).isEqualTo(job.started());
      assertThat(database.query("select options from job")).containsExactly("{\"bitrate\":");
    }
  }

  @ParameterizedTest
  @EnumSource
  void othersAreFoundAllTheSame(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job damaged = SomeJobs.full();
      Job queued = SomeJobs.full();
      Job finished = SomeJobs.full();
      List.of(damaged, queued, finished).forEach(store::insert);
      Job succeeded = SomeJobs.succeeded(finished, SomeJobs.NOON);
      assertThat(store.replace(succeeded)).isTrue();
      damage(database, damaged, "options", "?");

      assertThat(store.unfinished()).containsExactly(queued);
      assertThat(store.expired(SomeJobs.NOON, 10)).containsExactly(succeeded);

      assertFailed(store.find(damaged.id()).orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowInNoKnownStateIsFoundByHousekeeping(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job damaged = SomeJobs.full();
      store.insert(damaged);
      damage(database, damaged, "state", "PAUSED");

      assertThat(store.unfinished()).isEmpty();
      assertThat(store.expired(Instant.now(), 10)).isEmpty();

      assertThat(database.query("select state from job")).containsExactly("FAILED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowWhoseIdIsNoneIsLeftOut(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Job sound = SomeJobs.full();
      Job damaged = SomeJobs.full();
      database.store().insert(sound);
      database.store().insert(damaged);
      damage(database, damaged, "id", "../../etc/passwd");

      assertThat(database.store().unfinished()).containsExactly(sound);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsTombstoneAndItsEndAreThoseOfAnyJob(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job job = SomeJobs.full();
      store.insert(job);
      damage(database, job, "input", "?");
      Job failed = store.find(job.id()).orElseThrow();

      Job tombstone = failed.next().noOutcome().discarded(true).expires(SomeJobs.NOON).build();
      assertThat(store.replace(tombstone)).isTrue();

      assertThat(store.find(job.id())).contains(tombstone);
      assertThat(store.expired(SomeJobs.NOON, 10)).containsExactly(tombstone);
      assertThat(store.remove(tombstone)).isTrue();
      assertThat(database.query("select id from job")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theKeyOfADamagedJobLeadsToIt(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job job = SomeJobs.full();
      store.insert(job);
      damage(database, job, "options", "?");
      Job second = SomeJobs.queued();
      Job same = Job.builder(second.id(), job.request(), SomeJobs.NOON).build();

      assertFailed(store.insert(same).orElseThrow());
      assertThat(store.referenced(Set.of(job.request().input().orElseThrow().key(), "other")))
          .containsExactly(job.request().input().orElseThrow().key());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "POSTGRESQL")
  void findAllReturnsItFailed(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      Job sound = SomeJobs.full();
      Job damaged = SomeJobs.full();
      database.store().insert(sound);
      database.store().insert(damaged);
      damage(database, damaged, "options", "?");
      SharedJobStore store = (SharedJobStore) database.store();

      List<Job> found = store.findAll(List.of(sound.id(), damaged.id()));

      assertThat(found).hasSize(2).contains(sound);
      found.stream().filter(job -> !job.equals(sound)).forEach(DamagedRowsTest::assertFailed);
    }
  }
}
