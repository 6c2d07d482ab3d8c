package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long PostgreSQL lets a transaction of the thread that writes stand in others' way. A node
 * that is stopped in the middle of one, or cut off, holds the rows that it has changed; the server
 * ends it, so that other nodes can go on with its jobs. And the thread that writes for a whole node
 * waits for no row for long.
 *
 * <p>What the session had before is kept, for the connection goes back to a pool. Limits of its
 * owner that are stricter stay.
 */
final class WriterLimits {

  /** A transaction of ours has nothing to do between two statements. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

  /** As long as others' commits may take. */
  private static final Duration LONGEST_LOCK = Duration.ofSeconds(2);

  private static final Map<String, Duration> LIMITS =
      Map.of(
          "idle_in_transaction_session_timeout", LONGEST_IDLE,
          "lock_timeout", LONGEST_LOCK);

  private static final String QUERY =
      "select name, setting::bigint from pg_settings"
          + " where name in ('idle_in_transaction_session_timeout', 'lock_timeout')";
  private static final String SET = "select set_config(?, ?, false)";

  private final Map<String, Long> before;

  private WriterLimits(Map<String, Long> before) {
    this.before = before;
  }

  /** Limits the session of a connection that is in no transaction. */
  static WriterLimits set(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    Map<String, Long> before = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(QUERY);
        ResultSet settings = query.executeQuery()) {
      while (settings.next()) {
        long ours = LIMITS.get(settings.getString(1)).toMillis();
        long theirs = settings.getLong(2);
        // Zero is no limit.
        if (theirs == 0 || theirs > ours) {
          before.put(settings.getString(1), theirs);
        }
      }
    }
    for (String name : before.keySet()) {
      set(connection, name, LIMITS.get(name).toMillis());
    }
    return new WriterLimits(before);
  }

  /** Gives a session back its own limits. */
  void restore(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    for (Map.Entry<String, Long> setting : before.entrySet()) {
      set(connection, setting.getKey(), setting.getValue());
    }
  }

  private static void set(Connection connection, String name, long millis) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SET)) {
      statement.setString(1, name);
      statement.setString(2, millis + "ms");
      statement.execute();
    }
  }
}
