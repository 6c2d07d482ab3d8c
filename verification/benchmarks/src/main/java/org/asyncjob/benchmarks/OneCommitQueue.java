package org.asyncjob.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Each job in a transaction of its own in SQLite, with its write-ahead log forced to the disk: what
 * a team writes first. It runs no job, so it has only half of the work to do.
 */
final class OneCommitQueue implements PeerQueue {

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement find;

  OneCommitQueue(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    connection = config.createConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS job"
              + " (id TEXT PRIMARY KEY, state TEXT NOT NULL, created TEXT NOT NULL, request TEXT NOT NULL)"
              + " WITHOUT ROWID");
    }
    insert = connection.prepareStatement("INSERT INTO job VALUES (?, 'QUEUED', ?, ?)");
    find = connection.prepareStatement("SELECT state FROM job WHERE id = ?");
  }

  @Override
  public synchronized String enqueue(String json) throws SQLException {
    String id = UUID.randomUUID().toString();
    insert.setString(1, id);
    insert.setString(2, Instant.now().toString());
    insert.setString(3, json);
    insert.executeUpdate(); // autocommit: this is the commit
    return id;
  }

  @Override
  public synchronized boolean isDone(String id) throws SQLException {
    find.setString(1, id);
    try (ResultSet found = find.executeQuery()) {
      return found.next() && found.getString(1).equals("SUCCEEDED");
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the peer's database cannot be closed", e);
    }
  }
}
