package org.asyncjob.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.jspecify.annotations.Nullable;

/** Reads a job from the columns of its row, also where some of them hold what no job says. */
final class StoredRow {

  /** With which a job ends whose row cannot be read. */
  private static final JobFailure FAILURE =
      new JobFailure(
          "corrupted-record",
          "Record damaged",
          "What the server had stored about this job is damaged and cannot be read any more.");

  private static final String CORRUPTED = FAILURE.type();

  private final ResultSet columns;
  private @Nullable Exception damage;

  private StoredRow(ResultSet columns) {
    this.columns = columns;
  }

  /** Reads the row at which the result stands. */
  static Found read(ResultSet columns) throws SQLException {
    return new StoredRow(columns).found();
  }

  /**
   * What a row says.
   *
   * @param job the snapshot; of a damaged row what of it can be read, failed for that reason
   * @param damage why the row could not be read, if that was not known before
   */
  record Found(Job job, Optional<Exception> damage) {}

  private Found found() throws SQLException {
    String id = text("id");
    Instant created = Moments.instant(columns.getLong("created"));
    Job.Builder job =
        Job.builder(new JobId(id), request(), created)
            .revision(columns.getLong("revision"))
            .attempt(columns.getInt("attempt"))
            .cancelRequested(columns.getBoolean("cancel_requested"))
            .expires(Moments.instant(columns.getLong("expires")))
            .discarded(columns.getBoolean("discarded"))
            .progress(readable("progress_percent", percent -> progress(), JobProgress.QUEUED));
    moment("not_before").ifPresent(job::notBefore);
    moment("started").ifPresent(job::started);
    moment("finished").ifPresent(job::finished);
    JobState state = readable("state", JobState::valueOf, JobState.FAILED);
    ifThere("outcome", JobJson::outcome, job::outcome);
    Job read = job.state(state).build();
    if (damage == null || isSettled(read)) {
      return new Found(read, Optional.empty());
    }
    return new Found(job.state(JobState.FAILED).outcome(FAILURE).build(), Optional.of(damage));
  }

  /** Whether it is known of a damaged row that it is, or of no interest any more. */
  private static boolean isSettled(Job read) {
    boolean isKnown = read.failure().map(JobFailure::type).filter(CORRUPTED::equals).isPresent();
    return read.state() == JobState.FAILED && (isKnown || read.discarded());
  }

  private JobRequest request() throws SQLException {
    String kind = readable("kind", ColumnText::unescaped, "unknown");
    JobRequest.Builder request = JobRequest.builder(kind);
    Map<String, Object> options =
        readable("options", json -> Map.copyOf(JobJson.options(json)), Map.of());
    ifThere("input", JobJson::blob, request::input);
    ifThere("caller", ColumnText::unescaped, request::caller);
    ifThere("idempotency_key", ColumnText::unescaped, request::idempotencyKey);
    return request.options(options).build();
  }

  private JobProgress progress() throws SQLException {
    long remaining = columns.getLong("progress_remaining");
    boolean isKnown = !columns.wasNull();
    return new JobProgress(
        columns.getInt("progress_percent"),
        ColumnText.unescaped(text("progress_phase")),
        isKnown ? Optional.of(Moments.duration(remaining)) : Optional.empty());
  }

  private Optional<Instant> moment(String column) throws SQLException {
    long nanos = columns.getLong(column);
    return columns.wasNull() ? Optional.empty() : Optional.of(Moments.instant(nanos));
  }

  private String text(String column) throws SQLException {
    String text = columns.getString(column);
    return text == null ? "" : text;
  }

  private <T> void ifThere(String column, Reading<T> reading, Consumer<? super T> taker)
      throws SQLException {
    if (columns.getString(column) != null) {
      Optional<T> value =
          readable(column, text -> Optional.of(reading.read(text)), Optional.empty());
      value.ifPresent(taker);
    }
  }

  private <T> T readable(String column, Reading<T> reading, T otherwise) throws SQLException {
    try {
      return reading.read(text(column));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      // Not the cause: Jackson's says what the column holds, and that is a user's.
      damage = new IllegalArgumentException("column \"" + column + "\" holds what no job says");
      return otherwise;
    }
  }

  /** Makes a value of what a column holds. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(String text) throws SQLException, JsonProcessingException;
  }
}
