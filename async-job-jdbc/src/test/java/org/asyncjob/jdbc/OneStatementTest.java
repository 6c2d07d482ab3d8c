package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.jdbc.Database.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New jobs that come at the same time, and PostgreSQL stores with one statement. */
class OneStatementTest {

  /** U+0000, half a surrogate pair, what looks as if it was escaped, and all of JSON's own. */
  private static final String ODD =
      "a\0b \\u0000 \\ \uD83C x \uDFB5 \uD83C\uDFB5 \"'{}[],:\n\u2028";

  @TempDir private Path directory;

  private static Job job(JobRequest.Builder request) {
    return Job.builder(JobId.random(), request.build(), SomeJobs.NOON).build();
  }

  private static Job odd(String key) {
    return job(
        JobRequest.builder("kind " + ODD)
            .options(Map.of(ODD, List.of(ODD, 1, 2.5, true)))
            .input(SomeJobs.blob("in " + ODD, ODD))
            .caller(ODD)
            .idempotencyKey(key));
  }

  /** Returns what became of each. */
  private static List<Insertion.End> stored(Database database, List<Job> jobs) throws Exception {
    List<Insertion> insertions = jobs.stream().map(Insertion::new).toList();
    try (Connection connection = database.source().getConnection();
        Statements statements = new Statements(connection)) {
      Transaction transaction =
          new Transaction(Dialect.POSTGRESQL, statements, JobCompanion.NONE, Notices.ofNewNode());
      if (!transaction.isDoneAtOnce(List.copyOf(insertions))) {
        transaction.perform(List.copyOf(insertions));
      }
    }
    insertions.forEach(Write::complete);
    return insertions.stream().map(insertion -> insertion.await().end()).toList();
  }

  @Test
  void allThatJobsHoldIsThereAfterwards() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      Job ended =
          SomeJobs.full()
              .next()
              .revision(1)
              .state(JobState.FAILED)
              .finished(SomeJobs.NOON)
              .outcome(new JobFailure("odd", ODD, ODD))
              .build();
      List<Job> jobs = List.of(odd("1 " + ODD), SomeJobs.full(), odd("2 " + ODD), ended);

      assertThat(stored(database, jobs)).containsOnly(Insertion.End.STORED);

      for (Job job : jobs) {
        assertThat(database.store().find(job.id())).isEqualTo(Optional.of(job));
      }
    }
  }

  @Test
  void ofTwoWithOneKeyTheFirstIsStored() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      Job first = odd("key");
      Job second = odd("key");

      assertThat(stored(database, List.of(first, SomeJobs.full(), second)))
          .containsExactly(Insertion.End.STORED, Insertion.End.STORED, Insertion.End.KEY_TAKEN);

      assertThat(database.store().find(first.id())).contains(first);
      assertThat(database.store().find(second.id())).isEmpty();
    }
  }

  @Test
  void ofTwoWithOneIdTheFirstIsStored() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      Job first = job(JobRequest.builder("first"));
      Job second =
          Job.builder(first.id(), JobRequest.builder("second").build(), SomeJobs.NOON).build();

      assertThat(stored(database, List.of(first, second)))
          .containsExactly(Insertion.End.STORED, Insertion.End.ID_TAKEN);

      assertThat(database.store().find(first.id())).contains(first);
    }
  }

  @Test
  void veryLargeOnesAreStoredAsWell() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      String text = "x".repeat(1_500_000);
      List<Job> jobs =
          List.of(
              job(JobRequest.builder("large").options(Map.of("text", text))),
              job(JobRequest.builder("large").options(Map.of("text", text))),
              job(JobRequest.builder("large").options(Map.of("text", text))));

      assertThat(stored(database, jobs)).containsOnly(Insertion.End.STORED);

      assertThat(database.store().find(jobs.get(2).id())).contains(jobs.get(2));
    }
  }
}
