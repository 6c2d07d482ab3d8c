package org.asyncjob.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The connections of one node to the database, which can be cut like a cable. */
final class Cable extends PGSimpleDataSource {

  private static final long serialVersionUID = 1;

  private final transient DataSource database;
  private final transient Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  private Cable(DataSource database) {
    this.database = database;
  }

  /** Returns a pool of connections, and by what they can be cut. */
  static Node to(DataSource database) {
    Cable cable = new Cable(database);
    HikariConfig config = new HikariConfig();
    config.setDataSource(cable);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    return new Node(cable, new HikariDataSource(config));
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (isCut) {
      throw new SQLTransientConnectionException("the cable is cut", "08001");
    }
    Connection connection = database.getConnection();
    open.add(connection);
    return connection;
  }

  void cut() throws SQLException {
    isCut = true;
    for (Connection connection : open) {
      connection.abort(Runnable::run);
    }
    open.clear();
  }

  void mend() {
    isCut = false;
  }

  /** A node's cable and its pool. */
  record Node(Cable cable, HikariDataSource pool) {}
}
