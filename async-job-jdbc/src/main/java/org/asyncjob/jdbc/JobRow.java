package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.jspecify.annotations.Nullable;

/**
 * Writes jobs into the columns of their rows. What costs is done when it is made, on the caller's
 * thread, so that the one thread that writes has only to hand it over.
 */
final class JobRow {

  /** What a change of a job can change. */
  private static final String CHANGING =
      "revision, state, attempt, cancel_requested, not_before, started, finished, expires,"
          + " discarded, progress_percent, progress_phase, progress_remaining, outcome, result_key";

  /** What was asked for, and when, by whom: written once. */
  private static final String LASTING =
      "id, kind, created, caller, idempotency_key, options, input, input_key";

  /** All columns, in the order in which {@link StoredRow} reads them by name. */
  static final String COLUMNS = LASTING + ", " + CHANGING;

  /** No VALUES: drivers that combine many rows of these into one do not say which were stored. */
  static final String INSERT =
      "insert into job ("
          + CHANGING
          + ", "
          + LASTING
          + ") select "
          + "?, ".repeat(count(CHANGING) + count(LASTING) - 1)
          + "? where true on conflict do nothing";

  static final String REPLACE =
      "update job set " + CHANGING.replace(",", " = ?,") + " = ? where id = ? and revision = ?";

  private final Job job;
  private final String phase;
  private final @Nullable String outcome;
  private final @Nullable String resultKey;

  private JobRow(Job job) {
    this.job = job;
    phase = ColumnText.escaped(job.progress().phase());
    outcome = outcomeOf(job).map(JobJson::ofOutcome).orElse(null);
    resultKey = job.result().flatMap(JobRow::blobOf).map(JobRow::key).orElse(null);
  }

  static JobRow of(Job job) {
    return new JobRow(job);
  }

  Job job() {
    return job;
  }

  /** Sets the parameters of {@link #REPLACE}. */
  void bindReplace(PreparedStatement statement) throws SQLException {
    int next = bindChanging(statement);
    statement.setString(next, job.id().value());
    statement.setLong(next + 1, job.revision() - 1);
  }

  /** The parts that are written once, and how many parameters of {@link #INSERT} they are. */
  static final class Lasting {

    private final JobRow row;
    private final String options;
    private final @Nullable String input;

    Lasting(JobRow row) {
      this.row = row;
      JobRequest request = row.job.request();
      options = JobJson.ofOptions(request.options());
      input = request.input().map(JobJson::ofBlob).orElse(null);
    }

    /** Sets the parameters of {@link #INSERT}. */
    void bindInsert(PreparedStatement statement) throws SQLException {
      JobRequest request = row.job.request();
      int next = row.bindChanging(statement);
      statement.setString(next++, row.job.id().value());
      statement.setString(next++, ColumnText.escaped(request.kind()));
      statement.setLong(next++, Moments.nanos(row.job.created()));
      statement.setString(next++, text(request.caller()));
      statement.setString(next++, text(request.idempotencyKey()));
      statement.setString(next++, options);
      statement.setString(next++, input);
      statement.setString(next, request.input().map(JobRow::key).orElse(null));
    }
  }

  private int bindChanging(PreparedStatement statement) throws SQLException {
    int next = 1;
    statement.setLong(next++, job.revision());
    statement.setString(next++, job.state().name());
    statement.setInt(next++, job.attempt());
    statement.setBoolean(next++, job.cancelRequested());
    setInstant(statement, next++, job.notBefore());
    setInstant(statement, next++, job.started());
    setInstant(statement, next++, job.finished());
    statement.setLong(next++, Moments.nanos(job.expires()));
    statement.setBoolean(next++, job.discarded());
    statement.setInt(next++, job.progress().percent());
    statement.setString(next++, phase);
    setLong(statement, next++, job.progress().remaining().map(Moments::nanos));
    statement.setString(next++, outcome);
    statement.setString(next++, resultKey);
    return next;
  }

  private static void setInstant(PreparedStatement statement, int index, Optional<Instant> value)
      throws SQLException {
    setLong(statement, index, value.map(Moments::nanos));
  }

  private static void setLong(PreparedStatement statement, int index, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(index, value.get());
    } else {
      statement.setNull(index, Types.BIGINT);
    }
  }

  private static @Nullable String text(Optional<String> value) {
    return value.map(ColumnText::escaped).orElse(null);
  }

  private static String key(Blob blob) {
    return ColumnText.escaped(blob.key());
  }

  private static Optional<JobOutcome> outcomeOf(Job job) {
    Optional<JobFailure> failure = job.failure();
    return failure.isPresent() ? Optional.of(failure.get()) : job.result().map(result -> result);
  }

  private static Optional<Blob> blobOf(JobResult result) {
    return result instanceof JobResult.Bytes bytes ? Optional.of(bytes.blob()) : Optional.empty();
  }

  private static int count(String columns) {
    return columns.split(",").length;
  }
}
