package org.asyncjob.benchmarks;

import java.nio.file.Path;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jdbc.DbSchedulerJobExecutor;
import org.asyncjob.jdbc.JdbcJobStore;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;

/** The job stores that can be measured, by the names that the command line has for them. */
enum StoreKind {
  MEMORY("memory") {
    @Override
    JobStore open(String url) {
      return new InMemoryJobStore();
    }
  },
  SQLITE("SQLite") {
    @Override
    JobStore open(String url) {
      return JdbcJobStore.sqlite(Path.of(url));
    }
  },
  POSTGRES("PostgreSQL") {
    @Override
    JobStore open(String url) {
      return JdbcJobStore.open(Databases.pool(url));
    }

    @Override
    JobExecutor executor(JobStore store, int queue) {
      return DbSchedulerJobExecutor.builder((JdbcJobStore) store).queueCapacity(queue).build();
    }
  };

  private final String title;

  StoreKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * Opens the store.
   *
   * @param url a file for SQLite, a JDBC URL for PostgreSQL
   */
  abstract JobStore open(String url);

  /** What runs the jobs of a store that was opened here, with this many waiting at most. */
  JobExecutor executor(JobStore store, int queue) {
    return ThreadPoolJobExecutor.builder().queueCapacity(queue).build();
  }
}
