package org.asyncjob.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.asyncjob.spi.JobStore;
import org.asyncjob.testkit.JobStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class PostgresJobStoreContractTest extends JobStoreContract {

  private static HikariDataSource pool;
  private JdbcJobStore store;

  @BeforeAll
  static void openPool() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.newSchema());
    pool = new HikariDataSource(config);
    JdbcJobStore.open(pool).close();
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @Override
  protected JobStore newStore() throws SQLException {
    Postgres.execute(pool, "truncate job");
    store = JdbcJobStore.open(pool);
    return store;
  }

  @AfterEach
  void close() {
    store.close();
  }
}
