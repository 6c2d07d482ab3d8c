package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.asyncjob.JobId;

/**
 * What nodes tell each other of changes, by PostgreSQL's NOTIFY: who has made them, and the ids of
 * the jobs. It is sent with the transaction, and heard by all who listen when that is committed.
 *
 * @param node who sends; it does not listen to itself
 */
record Notices(String node) implements ChangeCompanion {

  static final String LISTEN = "listen asyncjob_job";
  static final String UNLISTEN = "unlisten asyncjob_job";

  private static final String TELL = "pg_notify('asyncjob_job', ?)";
  private static final String NOTIFY = "select " + TELL;
  private static final String SEPARATOR = " ";

  /** 33 bytes each, with who sends less than the 8,000 bytes that one notice may have. */
  private static final int MOST_IDS = 240;

  /** A node with a name of its own. */
  static Notices ofNewNode() {
    return new Notices(JobId.random().value().substring(0, 8));
  }

  /** Tells the other nodes when the transaction is committed. */
  @Override
  public void changed(Statements statements, List<JobId> changed) throws SQLException {
    for (int start = 0; start < changed.size(); start += MOST_IDS) {
      List<JobId> some = changed.subList(start, Math.min(start + MOST_IDS, changed.size()));
      StringBuilder notice = new StringBuilder(node);
      some.forEach(id -> notice.append(SEPARATOR).append(id));
      PreparedStatement statement = statements.prepare(NOTIFY);
      statement.setString(1, notice.toString());
      try (ResultSet nothing = statement.executeQuery()) {
        nothing.next();
      }
    }
  }

  @Override
  public Optional<Clause> changedAlong(JobId changed) {
    String notice = node + SEPARATOR + changed;
    return Optional.of(
        new Clause(
            TELL,
            (statement, first) -> {
              statement.setString(first, notice);
              return first + 1;
            }));
  }

  /** Returns the jobs that others have changed. */
  List<JobId> read(String notice) {
    List<String> words = List.of(notice.split(SEPARATOR));
    return words.get(0).equals(node)
        ? List.of()
        : words.stream().skip(1).map(JobId::parse).flatMap(Optional::stream).toList();
  }
}
