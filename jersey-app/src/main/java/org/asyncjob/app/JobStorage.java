package org.asyncjob.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.asyncjob.JobStoreException;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jdbc.DbSchedulerJobExecutor;
import org.asyncjob.jdbc.JdbcJobStore;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.SharedJobStore;
import org.asyncjob.store.InMemoryJobStore;

/** Where jobs are remembered, and what has them run: this process alone, or any of many servers. */
final class JobStorage {

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Writing takes one, looking for work a few, reading what is left. */
  private static final int CONNECTIONS_BESIDE_WORKERS = 8;

  /** As long as a client may be kept waiting before it is told to come back. */
  private static final int PATIENCE_MILLIS = 3_000;

  private final ServeOptions options;
  private final Path file;

  /**
   * Takes what is asked for.
   *
   * @param file for the jobs, if they are kept in one
   */
  JobStorage(ServeOptions options, Path file) {
    this.options = options;
    this.file = file;
  }

  /**
   * Opens it. The engine closes it.
   *
   * @throws StartException if the settings do not fit together, or the database cannot be used
   */
  void addTo(JobEngineBuilder engine) {
    StorageOptions storage = options.storage();
    boolean hasDatabase = storage.databaseUrl().isPresent() || storage.dataSource().isPresent();
    if (hasDatabase && storage.store() != StoreKind.POSTGRES) {
      throw new StartException(
          "--database-url and --datasource are for --store postgres, but the store is "
              + storage.store());
    }
    switch (storage.store()) {
      case MEMORY -> engine.store(new InMemoryJobStore()).executor(ownThreads());
      case SQLITE -> addTo(engine, sqlite());
      case POSTGRES -> addTo(engine, database(engine));
    }
  }

  private JdbcJobStore sqlite() {
    try {
      return JdbcJobStore.sqlite(file);
    } catch (JobStoreException | IllegalStateException e) {
      throw new StartException(
          "jobs cannot be kept in %s (%s); if it is damaged, restore it or move it away, or choose another directory with --data-dir"
              .formatted(file, lastReason(e)),
          e);
    }
  }

  private void addTo(JobEngineBuilder engine, JdbcJobStore store) {
    engine.store(store).closing(store);
    engine.executor(store instanceof SharedJobStore ? sharedQueue(store) : ownThreads());
  }

  private JobExecutor ownThreads() {
    return ThreadPoolJobExecutor.builder()
        .workers(options.workers())
        .queueCapacity(options.queue())
        .build();
  }

  private JobExecutor sharedQueue(JdbcJobStore store) {
    return DbSchedulerJobExecutor.builder(store)
        .workers(options.workers())
        .queueCapacity(options.queue())
        .build();
  }

  private JdbcJobStore database(JobEngineBuilder engine) {
    StorageOptions storage = options.storage();
    if (storage.databaseUrl().isPresent() == storage.dataSource().isPresent()) {
      throw new StartException(
          "--store postgres needs either --database-url, e.g."
              + " jdbc:postgresql://db.example.org/mp4tomp3, or --datasource");
    }
    try {
      return storage
          .dataSource()
          .map(name -> JdbcJobStore.open(lookedUp(name)))
          .orElseGet(() -> opened(engine, pool(storage)));
    } catch (JobStoreException e) {
      throw new StartException(
          "the database for jobs cannot be used (%s); start it, or correct --database-url, --database-user and --database-password"
              .formatted(lastReason(e)),
          e);
    }
  }

  /** What the database or its driver says: those above it only repeat that in general words. */
  private static String lastReason(Throwable failure) {
    Throwable last = failure;
    for (Throwable next = failure.getCause(); next != null; next = next.getCause()) {
      if (next instanceof SQLException) {
        last = next;
      }
    }
    return String.valueOf(last.getMessage()).strip();
  }

  /** The pool is closed after the store: the last that is added is closed first. */
  private static JdbcJobStore opened(JobEngineBuilder engine, HikariDataSource pool) {
    try {
      JdbcJobStore store = JdbcJobStore.open(pool);
      engine.closing(pool);
      return store;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private HikariDataSource pool(StorageOptions storage) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("jobs");
    config.setJdbcUrl(
        storage
            .databaseUrl()
            .filter(url -> url.startsWith(POSTGRESQL))
            .orElseThrow(
                // Without the address: there may be a password in it.
                () -> new StartException("--database-url does not begin with " + POSTGRESQL)));
    storage.databaseUser().ifPresent(config::setUsername);
    storage.databasePassword().ifPresent(config::setPassword);
    config.setMaximumPoolSize(options.workers() + CONNECTIONS_BESIDE_WORKERS);
    // A server that has just been started may be the first, before its database.
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    return new HikariDataSource(config);
  }

  @SuppressWarnings("BanJNDI") // the name is the operator's, who has configured this server
  private static DataSource lookedUp(String name) {
    try {
      if (new InitialContext().lookup(name) instanceof DataSource source) {
        return source;
      }
      throw new StartException(
          "what this server has under \"" + name + "\" is no DataSource; correct --datasource");
    } catch (NamingException e) {
      throw new StartException(
          "this server has no DataSource \"%s\" (%s); correct --datasource, or give --database-url"
              .formatted(name, e),
          e);
    }
  }
}
