package org.asyncjob.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A new store, and a way into its database that goes past it. */
record Database(JdbcJobStore store, DataSource source) implements AutoCloseable {

  /** The databases that there are. */
  enum Product {
    SQLITE,
    POSTGRESQL;

    Database open(Path directory) throws SQLException {
      if (this == POSTGRESQL) {
        DataSource source = Postgres.newSchema();
        return new Database(JdbcJobStore.open(source), source);
      }
      Path file = directory.resolve("jobs.db");
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setBusyTimeout(30_000);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file);
      return new Database(JdbcJobStore.sqlite(file), source);
    }
  }

  /** Executes a statement, with all that it has of text parameters. */
  int execute(String sql, String... parameters) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Returns the last column of each row. */
  List<String> query(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> last = new ArrayList<>();
      while (rows.next()) {
        last.add(String.valueOf(rows.getString(rows.getMetaData().getColumnCount())));
      }
      return last;
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
