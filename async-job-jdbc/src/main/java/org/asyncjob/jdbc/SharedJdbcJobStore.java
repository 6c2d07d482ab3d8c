package org.asyncjob.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobStore;

/** A store in PostgreSQL, which many nodes use. */
final class SharedJdbcJobStore extends JdbcJobStore implements SharedJobStore {

  private final DataSource source;

  SharedJdbcJobStore(DataSource source, Dialect dialect, Connections connections) {
    super(dialect, connections);
    this.source = source;
  }

  /** The database in which the jobs are. */
  DataSource source() {
    return source;
  }

  @Override
  public void listen(Consumer<JobId> changed) {}

  @Override
  public List<Job> findAll(Collection<JobId> ids) {
    return allOf(ids);
  }
}
