package org.asyncjob.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.spi.SharedJobStore;
import org.asyncjob.store.FileBlobStore;

/** Nodes with one database and one directory for blobs, each with an engine of its own. */
final class Cluster implements AutoCloseable {

  private final DataSource database;
  private final Path directory;
  private final List<Node> nodes = new ArrayList<>();

  Cluster(Path directory) throws SQLException {
    this.directory = directory;
    database = Postgres.newSchema();
  }

  DataSource database() {
    return database;
  }

  Path blobs() {
    return directory.resolve("blobs");
  }

  /** Starts a node with two workers, of which others notice within seconds that it is dead. */
  Node node(Consumer<JobEngineBuilder> handlers) throws Exception {
    return node(handlers, settings -> settings.heartbeatInterval(Duration.ofMillis(500)));
  }

  Node node(Consumer<JobEngineBuilder> handlers, Consumer<DbSchedulerJobExecutorBuilder> settings)
      throws Exception {
    Cable.Node cable = Cable.to(database);
    JdbcJobStore store = JdbcJobStore.open(cable.pool());
    DbSchedulerJobExecutorBuilder executor =
        DbSchedulerJobExecutor.builder(store)
            .workers(2)
            .pollingInterval(Duration.ofMillis(250))
            .abandonAfter(Duration.ofSeconds(1));
    settings.accept(executor);
    JobEngineBuilder engine =
        JobEngine.builder()
            .store(store)
            .blobs(new FileBlobStore(blobs()))
            .executor(executor.build())
            .workDirectory(Files.createTempDirectory(directory, "work"))
            .closing(cable.pool())
            .closing(store);
    handlers.accept(engine);
    Node node = new Node(engine.build(), (SharedJobStore) store, cable.cable());
    nodes.add(node);
    node.engine().start();
    return node;
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.engine().close(Duration.ZERO));
  }

  /** An engine, the store that it uses, and its cable. */
  record Node(JobEngine engine, SharedJobStore store, Cable cable) {}
}
