package org.asyncjob.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.asyncjob.spi.SharedJobExecutor;
import org.asyncjob.testkit.SharedJobExecutorContract;

class SharedExecutorContractTest extends SharedJobExecutorContract {

  @Override
  protected Cluster newCluster() throws SQLException {
    return new SchemaCluster(Postgres.newSchema());
  }

  /** Nodes whose jobs are in one schema. */
  private static final class SchemaCluster implements Cluster {

    private static final Duration HEARTBEAT = Duration.ofMillis(750);

    private final DataSource database;
    private final Map<SharedJobExecutor, Cable.Node> cables = new LinkedHashMap<>();
    private final Map<SharedJobExecutor, JdbcJobStore> stores = new LinkedHashMap<>();

    private SchemaCluster(DataSource database) {
      this.database = database;
    }

    @Override
    public SharedJobExecutor newNode() {
      Cable.Node node = Cable.to(database);
      JdbcJobStore store = JdbcJobStore.open(node.pool());
      DbSchedulerJobExecutor executor =
          DbSchedulerJobExecutor.builder(store)
              .workers(2)
              .pollingInterval(Duration.ofMillis(300))
              .heartbeatInterval(HEARTBEAT)
              .abandonAfter(Duration.ofSeconds(1))
              .build();
      cables.put(executor, node);
      stores.put(executor, store);
      return executor;
    }

    @Override
    public void cutOff(SharedJobExecutor node) throws SQLException {
      cables.get(node).cable().cut();
    }

    @Override
    public Duration lease() {
      return HEARTBEAT.multipliedBy(4);
    }

    @Override
    public void close() {
      stores.values().forEach(JdbcJobStore::close);
      cables.values().forEach(node -> node.pool().close());
    }
  }
}
