package org.asyncjob.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobStore;

/** A store in PostgreSQL, which many nodes use. */
final class SharedJdbcJobStore extends JdbcJobStore implements SharedJobStore {

  SharedJdbcJobStore(Dialect dialect, Connections connections) {
    super(dialect, connections);
  }

  @Override
  public void listen(Consumer<JobId> changed) {}

  @Override
  public List<Job> findAll(Collection<JobId> ids) {
    return allOf(ids);
  }
}
