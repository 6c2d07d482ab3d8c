package org.asyncjob.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobStore;
import org.asyncjob.testkit.SharedJobStoreContract;

/** Several nodes on one PostgreSQL. */
class PostgresSharedJobStoreContractTest extends SharedJobStoreContract {

  @Override
  protected Nodes newNodes() throws Exception {
    DataSource source = Postgres.newSchema();
    List<JdbcJobStore> opened = new ArrayList<>();
    return new Nodes() {
      @Override
      public SharedJobStore open(Consumer<JobId> changed) {
        JdbcJobStore store = JdbcJobStore.open(source);
        opened.add(store);
        SharedJobStore shared = (SharedJobStore) store;
        shared.listen(changed);
        return shared;
      }

      @Override
      public void close() {
        opened.forEach(JdbcJobStore::close);
      }
    };
  }
}
