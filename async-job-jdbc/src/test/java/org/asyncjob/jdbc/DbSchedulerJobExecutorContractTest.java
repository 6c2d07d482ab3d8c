package org.asyncjob.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.testkit.JobExecutorContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class DbSchedulerJobExecutorContractTest extends JobExecutorContract {

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static HikariDataSource pool;
  private final List<JdbcJobStore> stores = new ArrayList<>();

  @BeforeAll
  static void openPool() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.newSchema());
    config.setMaximumPoolSize(20);
    pool = new HikariDataSource(config);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  /** Of those that live at once, each has jobs of its own. */
  @Override
  protected JobExecutor newExecutor() {
    JdbcJobStore store = JdbcJobStore.open(pool);
    stores.add(store);
    return DbSchedulerJobExecutor.builder(store)
        .workers(3)
        .queueCapacity(60)
        .taskName("executor-" + NUMBERS.incrementAndGet())
        .build();
  }

  @AfterEach
  void closeStores() {
    stores.forEach(JdbcJobStore::close);
  }
}
