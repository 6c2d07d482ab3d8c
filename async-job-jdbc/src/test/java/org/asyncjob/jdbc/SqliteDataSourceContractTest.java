package org.asyncjob.jdbc;

import java.nio.file.Path;
import org.asyncjob.spi.JobStore;
import org.asyncjob.testkit.JobStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite that somebody else has set up. */
class SqliteDataSourceContractTest extends JobStoreContract {

  @TempDir private Path directory;
  private JdbcJobStore store;

  @Override
  protected JobStore newStore() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(10_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + directory.resolve("jobs.db"));
    store = JdbcJobStore.open(source);
    return store;
  }

  @AfterEach
  void close() {
    store.close();
  }
}
