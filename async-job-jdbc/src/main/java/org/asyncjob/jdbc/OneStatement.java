package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.Job;

/**
 * Performs in one statement, which commits by itself, what most transactions are: new jobs, or one
 * change of one job, with all that goes along. For databases whose {@code with} queries may write.
 */
final class OneStatement {

  /** Longer texts are sent one by one: the database would have all of them in memory. */
  private static final long LONGEST = 4_000_000;

  private static final String STORED = "with stored as (%s returning id, 1::bigint as number)";
  private static final String ALL_STORED =
      "with given as materialized (select * from json_populate_recordset(null::job, ?::json)"
          + " with ordinality), inserted as (insert into job (%1$s) select %1$s from given"
          + " order by ordinality on conflict do nothing returning id),"
          + " stored as (select inserted.id, given.ordinality as number"
          + " from inserted join given on given.id = inserted.id)";
  private static final String CHANGED = "with changed as (%s returning id)";

  private final Dialect dialect;
  private final Statements statements;
  private final JobCompanion companion;
  private final ChangeCompanion announcer;

  OneStatement(
      Dialect dialect, Statements statements, JobCompanion companion, ChangeCompanion announcer) {
    this.dialect = dialect;
    this.statements = statements;
    this.companion = companion;
    this.announcer = announcer;
  }

  /**
   * Performs writes, and what their companions write.
   *
   * @return false if they are not of that kind: then nothing was done
   */
  boolean perform(List<Write<?>> writes) throws SQLException {
    List<Insertion> insertions = new ArrayList<>();
    for (Write<?> write : writes) {
      if (write instanceof Insertion insertion) {
        insertions.add(insertion);
      }
    }
    statements.connection().setAutoCommit(true);
    if (insertions.size() == writes.size()) {
      return isInserted(insertions);
    }
    return writes.size() == 1 && writes.get(0) instanceof Change change && isChanged(change);
  }

  private boolean isInserted(List<Insertion> insertions) throws SQLException {
    if (insertions.stream().mapToLong(Insertion::length).sum() > LONGEST) {
      return false;
    }
    List<Job> jobs = insertions.stream().map(Insertion::job).toList();
    Optional<Clause> along = companion.insertedAlong(jobs);
    if (along.isEmpty()) {
      return false;
    }
    boolean isOne = jobs.size() == 1;
    String stored = isOne ? STORED.formatted(JobRow.INSERT) : ALL_STORED.formatted(JobRow.COLUMNS);
    PreparedStatement statement =
        statements.prepare(stored + along.get().sql() + " select id from stored");
    int next = 2;
    if (isOne) {
      BoundValues values = new BoundValues(statement, 1);
      insertions.get(0).write(values);
      next = values.next();
    } else {
      statement.setString(1, RowsJson.of(JobRow.INSERTED, insertions));
    }
    along.get().bind(statement, next);
    Set<String> ids = new HashSet<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    for (Insertion insertion : insertions) {
      insertion.counted(ids.remove(insertion.job().id().value()) ? 1 : 0);
    }
    return true;
  }

  private boolean isChanged(Change change) throws SQLException {
    if (change.isHasty()) {
      PreparedStatement hasty = statements.prepare(dialect.hasty(change.sql()));
      change.bind(hasty, 1);
      change.counted(hasty.executeUpdate());
      return true;
    }
    Optional<Clause> along =
        change.wouldEnd() ? companion.endedAlong(change.id()) : Optional.of(Clause.NONE);
    Optional<Clause> notice =
        change.wouldReplace() ? announcer.changedAlong(change.id()) : Optional.of(Clause.NONE);
    if (along.isEmpty() || notice.isEmpty()) {
      return false;
    }
    String told = notice.get().sql().isEmpty() ? "id" : notice.get().sql();
    PreparedStatement statement =
        statements.prepare(
            CHANGED.formatted(change.sql())
                + along.get().sql()
                + " select "
                + told
                + " from changed");
    int next = along.get().bind(statement, change.bind(statement, 1));
    notice.get().bind(statement, next);
    try (ResultSet rows = statement.executeQuery()) {
      change.counted(rows.next() ? 1 : 0);
    }
    return true;
  }
}
