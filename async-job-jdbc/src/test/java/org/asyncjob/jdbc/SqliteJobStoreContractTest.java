package org.asyncjob.jdbc;

import java.nio.file.Path;
import org.asyncjob.spi.JobStore;
import org.asyncjob.testkit.JobStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobStoreContractTest extends JobStoreContract {

  @TempDir private Path directory;
  private JdbcJobStore store;

  @Override
  protected JobStore newStore() {
    store = JdbcJobStore.sqlite(directory.resolve("jobs.db"));
    return store;
  }

  @AfterEach
  void close() {
    store.close();
  }
}
