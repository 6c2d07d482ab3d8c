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
  private final Clause clause;
  private final Meaning meaning;
  private boolean isDone;

  private Change(JobId id, Clause clause, Meaning meaning) {
    this.id = id;
    this.clause = clause;
    this.meaning = meaning;
  }

  static Change to(Job next) {
    JobRow row = JobRow.of(next);
    return new Change(next.id(), new Clause(JobRow.REPLACE, row::bindReplace), Meaning.of(next));
  }

  static Change removal(Job job) {
    return new Change(
        job.id(),
        new Clause(
            REMOVE,
            (statement, first) -> {
              statement.setString(first, job.id().value());
              statement.setLong(first + 1, job.revision());
              return first + 2;
            }),
        Meaning.END);
  }

  JobId id() {
    return id;
  }

  @Override
  String sql() {
    return clause.sql();
  }

  @Override
  void bind(PreparedStatement statement) throws SQLException {
    bind(statement, 1);
  }

  /** Sets the parameters, of which this is the first, and returns which one comes next. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    return clause.bind(statement, first);
  }

  @Override
  void counted(int rows) {
    isDone = rows == 1;
    answer(isDone);
  }

  @Override
  boolean isDone() {
    return isDone;
  }

  /** Whether there is a next snapshot now, as far as this transaction knows. */
  boolean isReplacement() {
    return isDone && wouldReplace();
  }

  /** Whether there is a next snapshot if this is done. */
  boolean wouldReplace() {
    return clause.sql().equals(JobRow.REPLACE);
  }

  /** Whether the job is final or gone by this, as far as this transaction knows. */
  boolean hasEnded() {
    return wouldEnd() && isDone;
  }

  /** Whether the job is final or gone if this is done. */
  boolean wouldEnd() {
    return meaning == Meaning.END;
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
