package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/** Performs many writes in one transaction. */
final class Transaction {

  private static final String OWNER = "select id from job where idempotency_key = ?";
  private static final String EXISTS = "select 1 from job where id = ?";

  private final Dialect dialect;
  private final Statements statements;
  private final JobCompanion companion;
  private final ChangeCompanion announcer;
  private final List<Job> stored = new ArrayList<>();
  private final List<JobId> ended = new ArrayList<>();
  private final List<JobId> changed = new ArrayList<>();

  Transaction(
      Dialect dialect, Statements statements, JobCompanion companion, ChangeCompanion announcer) {
    this.dialect = dialect;
    this.statements = statements;
    this.companion = companion;
    this.announcer = announcer;
  }

  /**
   * Performs writes in one statement, which commits by itself.
   *
   * @return false if they are not of that kind: then nothing was done
   */
  boolean isDoneAtOnce(List<Write<?>> writes) throws SQLException {
    OneStatement statement = new OneStatement(dialect, statements, companion, announcer);
    if (!statement.perform(writes)) {
      return false;
    }
    note(writes);
    return true;
  }

  /**
   * Performs writes that are in {@link Write#ORDER}, and leaves it to its caller to begin and to
   * commit.
   */
  void perform(List<Write<?>> writes) throws SQLException {
    boolean isHasty = writes.stream().allMatch(Write::isHasty);
    UnaryOperator<String> variant = isHasty ? dialect::hasty : sql -> sql;
    int start = 0;
    while (start < writes.size()) {
      int end = start + 1;
      while (end < writes.size() && writes.get(end).sql().equals(writes.get(start).sql())) {
        end++;
      }
      send(writes.subList(start, end), variant);
      start = end;
    }
    note(writes);
    accompany();
  }

  private void send(List<Write<?>> same, UnaryOperator<String> variant) throws SQLException {
    PreparedStatement statement = statements.prepare(variant.apply(same.get(0).sql()));
    if (same.size() == 1) {
      same.get(0).bind(statement);
      same.get(0).counted(statement.executeUpdate());
      return;
    }
    for (Write<?> write : same) {
      write.bind(statement);
      statement.addBatch();
    }
    int[] rows = statement.executeBatch();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0) {
        throw new SQLException("the driver does not say how many rows each statement has changed");
      }
      same.get(i).counted(rows[i]);
    }
  }

  private void note(List<Write<?>> writes) throws SQLException {
    for (Write<?> write : writes) {
      if (write instanceof Insertion insertion) {
        if (insertion.isDone()) {
          stored.add(insertion.job());
        } else {
          insertion.answer(hindrance(insertion));
        }
      } else if (write instanceof Change change) {
        if (change.hasEnded()) {
          ended.add(change.id());
        }
        // Others look at what runs every other second anyway.
        if (change.isReplacement() && !change.isHasty()) {
          changed.add(change.id());
        }
      }
    }
  }

  private void accompany() throws SQLException {
    if (!stored.isEmpty()) {
      companion.inserted(statements.connection(), stored);
    }
    if (!ended.isEmpty()) {
      companion.ended(statements.connection(), ended);
    }
    if (!changed.isEmpty()) {
      announcer.changed(statements, changed);
    }
  }

  /** To be called when it was committed. */
  void committed() {
    companion.committed(stored, ended);
  }

  private Insertion.Answer hindrance(Insertion insertion) throws SQLException {
    if (insertion.key().isPresent()) {
      Optional<JobId> owner = first(OWNER, insertion.key().get()).flatMap(JobId::parse);
      if (owner.isPresent()) {
        return new Insertion.Answer(Insertion.End.KEY_TAKEN, owner);
      }
    }
    boolean isTaken = first(EXISTS, insertion.job().id().value()).isPresent();
    return Insertion.Answer.of(isTaken ? Insertion.End.ID_TAKEN : Insertion.End.AGAIN);
  }

  private Optional<String> first(String sql, String parameter) throws SQLException {
    PreparedStatement statement = statements.prepare(sql);
    statement.setString(1, parameter);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }
}
