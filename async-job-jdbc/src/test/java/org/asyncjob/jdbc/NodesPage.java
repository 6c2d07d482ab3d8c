package org.asyncjob.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;

/** The Java of docs/nodes.md. */
final class NodesPage {

  private NodesPage() {}

  @SuppressWarnings("rawtypes")
  static JobEngine node(DataSource database, Path shared, Path own, JobHandler<Map> handler)
      throws IOException {
    JdbcJobStore store = JdbcJobStore.open(database);
    return JobEngine.builder()
        .store(store)
        .executor(DbSchedulerJobExecutor.builder(store).workers(4).build())
        .blobs(new FileBlobStore(shared))
        .workDirectory(own)
        .handler("report", Map.class, handler)
        .closing(store)
        .build();
  }
}
