package org.asyncjob.faults.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jdbc.DbSchedulerJobExecutor;
import org.asyncjob.jdbc.JdbcJobStore;
import picocli.CommandLine.Option;

/** Where a server keeps its jobs, and what hands them to its workers. */
final class StoreChoice {

  private static final int MOST_CONNECTIONS = 10;

  /** As long as a client may be kept waiting before it is told to come back. */
  private static final int PATIENCE_MILLIS = 2_000;

  @Option(
      names = "--database-url",
      defaultValue = "",
      description = "The PostgreSQL to use, by many nodes; without it, SQLite in the directory.")
  private String databaseUrl = "";

  @Option(names = "--queue", defaultValue = "1000000", description = "How many jobs may wait.")
  private int queue = 1_000_000;

  /** For picocli. */
  StoreChoice() {}

  void addTo(JobEngineBuilder builder, Path data, int workers) {
    if (databaseUrl.isEmpty()) {
      JdbcJobStore store = JdbcJobStore.sqlite(data.resolve("jobs.db"));
      builder
          .store(store)
          .executor(ThreadPoolJobExecutor.builder().workers(workers).queueCapacity(queue).build())
          .closing(store);
      return;
    }
    HikariDataSource pool = pool();
    JdbcJobStore store = JdbcJobStore.open(pool);
    builder
        .store(store)
        .executor(
            DbSchedulerJobExecutor.builder(store).workers(workers).queueCapacity(queue).build())
        .closing(pool)
        .closing(store);
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(databaseUrl);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    return new HikariDataSource(config);
  }
}
