package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/** Stores a new job. */
final class Insertion extends Write<Insertion.Answer> {

  private final Job job;
  private final JobRow.Lasting row;
  private final Optional<String> key;
  private boolean stored;

  Insertion(Job job) {
    this.job = job;
    row = new JobRow.Lasting(JobRow.of(job));
    key = job.request().idempotencyKey().map(ColumnText::escaped);
  }

  /**
   * How it went.
   *
   * @param end what has become of it
   * @param owner the job that has the key, with {@link End#KEY_TAKEN}
   */
  record Answer(End end, Optional<JobId> owner) {

    static Answer of(End end) {
      return new Answer(end, Optional.empty());
    }
  }

  /** How it went, in one word. */
  enum End {
    STORED,
    KEY_TAKEN,
    ID_TAKEN,
    /** Something was in the way, and is gone. */
    AGAIN
  }

  Job job() {
    return job;
  }

  /** The idempotency key, as its column has it. */
  Optional<String> key() {
    return key;
  }

  @Override
  boolean isDone() {
    return stored;
  }

  @Override
  String sql() {
    return JobRow.INSERT;
  }

  @Override
  void bind(PreparedStatement statement) throws SQLException {
    row.write(new BoundValues(statement, 1));
  }

  /** Writes the values of its row, in the order of {@link JobRow#INSERTED}. */
  void write(ColumnValues values) throws SQLException {
    row.write(values);
  }

  /** About how many characters there are to be written. */
  int length() {
    return row.length();
  }

  @Override
  void counted(int rows) {
    stored = rows == 1;
    answer(Answer.of(stored ? End.STORED : End.AGAIN));
  }

  @Override
  int rank() {
    return 0;
  }

  @Override
  String place() {
    return key.orElse("");
  }
}
