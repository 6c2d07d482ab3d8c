package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;

/** Replaces a job, or removes it, if it has the revision that it has to have. */
final class Change extends Write<Boolean> {

  private static final String REMOVE = "delete from job where id = ? and revision = ?";

  private final JobId id;
  private final String sql;
  private final Binding binding;
  private final Meaning meaning;
  private boolean isDone;

  private Change(JobId id, String sql, Binding binding, Meaning meaning) {
    this.id = id;
    this.sql = sql;
    this.binding = binding;
    this.meaning = meaning;
  }

  static Change to(Job next) {
    JobRow row = JobRow.of(next);
    return new Change(next.id(), JobRow.REPLACE, row::bindReplace, Meaning.of(next));
  }

  static Change removal(Job job) {
    return new Change(
        job.id(),
        REMOVE,
        statement -> {
          statement.setString(1, job.id().value());
          statement.setLong(2, job.revision());
        },
        Meaning.END);
  }

  JobId id() {
    return id;
  }

  @Override
  String sql() {
    return sql;
  }

  @Override
  void bind(PreparedStatement statement) throws SQLException {
    binding.bind(statement);
  }

  @Override
  void counted(int rows) {
    isDone = rows == 1;
    answer(isDone);
  }

  /** Whether there is a next snapshot now, as far as this transaction knows. */
  boolean isReplacement() {
    return isDone && sql.equals(JobRow.REPLACE);
  }

  /** Whether the job is final or gone by this, as far as this transaction knows. */
  boolean hasEnded() {
    return meaning == Meaning.END && isDone;
  }

  @Override
  boolean isHasty() {
    return meaning == Meaning.WORK;
  }

  @Override
  int rank() {
    return 1;
  }

  @Override
  String place() {
    return id.value();
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** What a change is to a job. */
  private enum Meaning {
    /** It is final or gone by this. */
    END,
    /** A worker starts on it, or says how far it is: what the database may forget if it dies. */
    WORK,
    OTHER;

    static Meaning of(Job next) {
      if (next.state().isFinished()) {
        return END;
      }
      return next.state() == JobState.RUNNING && !next.cancelRequested() ? WORK : OTHER;
    }
  }
}
