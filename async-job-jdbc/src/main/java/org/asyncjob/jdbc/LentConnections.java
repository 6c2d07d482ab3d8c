package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;

/** Connections of somebody else's data source, each given back as soon as it is not needed. */
final class LentConnections implements Connections {

  /** For data sources that set none: a database that has vanished would be waited for for ever. */
  private static final int LONGEST_ANSWER_MILLIS = (int) Duration.ofSeconds(30).toMillis();

  private final DataSource source;

  LentConnections(DataSource source) {
    this.source = source;
  }

  @Override
  public <T> T read(Reading<T> reading) throws SQLException {
    try (Statements statements = new Statements(open())) {
      T answer = reading.read(statements);
      if (!statements.connection().getAutoCommit()) {
        statements.connection().commit();
      }
      return answer;
    }
  }

  @Override
  public Statements openWriter() throws SQLException {
    return new Statements(open());
  }

  @Override
  public boolean isWriterLent() {
    return true;
  }

  @Override
  public void close() {}

  private Connection open() throws SQLException {
    Connection connection = source.getConnection();
    try {
      if (connection.getNetworkTimeout() == 0) {
        connection.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
      }
    } catch (SQLFeatureNotSupportedException e) {
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }
}
