package org.asyncjob.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * What the scheduler's own threads get their connections from. While there is none to be had they
 * wait here, in place of failing, logging and trying again, each for itself. Safe for many threads.
 */
final class PatientDataSource implements DataSource {

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final DataSource database;
  private final Outage outage;
  private final CountDownLatch closed = new CountDownLatch(1);

  PatientDataSource(DataSource database, Outage outage) {
    this.database = database;
    this.outage = outage;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SQLException after {@link #close}, if there is no connection at once; and if the
   *     calling thread is interrupted
   */
  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        Connection connection = database.getConnection();
        outage.end();
        return connection;
      } catch (SQLException e) {
        outage.begin(e);
        pause(e);
      }
    }
  }

  private void pause(SQLException cause) throws SQLException {
    try {
      if (closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
        throw cause;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while the database was away", cause);
    }
  }

  /** Has nobody wait any more. */
  void close() {
    closed.countDown();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return database.getConnection(user, password);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return database.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    database.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    database.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return database.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(PatientDataSource.class.getPackageName());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return database.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return database.isWrapperFor(type);
  }
}
