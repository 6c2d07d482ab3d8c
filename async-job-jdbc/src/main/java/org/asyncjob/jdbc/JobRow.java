package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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

  /** The columns in the order in which {@link Lasting#write} writes them. */
  static final List<String> INSERTED = List.of((CHANGING + ", " + LASTING).split(", ?"));

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

  /**
   * Sets the parameters of {@link #REPLACE}.
   *
   * @param first the number of the first one
   * @return the number of the one after the last
   */
  int bindReplace(PreparedStatement statement, int first) throws SQLException {
    BoundValues values = new BoundValues(statement, first);
    writeChanging(values);
    values.text(job.id().value());
    values.number(job.revision() - 1);
    return values.next();
  }

  /** The parts that are written once. */
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

    /** About how many characters there are to be written. */
    int length() {
      return options.length() + (row.outcome == null ? 0 : row.outcome.length());
    }

    /** Writes the values for {@link #INSERT}. */
    void write(ColumnValues values) throws SQLException {
      JobRequest request = row.job.request();
      row.writeChanging(values);
      values.text(row.job.id().value());
      values.text(ColumnText.escaped(request.kind()));
      values.number(Moments.nanos(row.job.created()));
      values.text(text(request.caller()));
      values.text(text(request.idempotencyKey()));
      values.text(options);
      values.text(input);
      values.text(request.input().map(JobRow::key).orElse(null));
    }
  }

  private void writeChanging(ColumnValues values) throws SQLException {
    values.number(job.revision());
    values.text(job.state().name());
    values.number(job.attempt());
    values.flag(job.cancelRequested());
    values.number(nanos(job.notBefore()));
    values.number(nanos(job.started()));
    values.number(nanos(job.finished()));
    values.number(Moments.nanos(job.expires()));
    values.flag(job.discarded());
    values.number(job.progress().percent());
    values.text(phase);
    values.number(job.progress().remaining().map(Moments::nanos).orElse(null));
    values.text(outcome);
    values.text(resultKey);
  }

  private static @Nullable Long nanos(Optional<Instant> value) {
    return value.map(Moments::nanos).orElse(null);
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
