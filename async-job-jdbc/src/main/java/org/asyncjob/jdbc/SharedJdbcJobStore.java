package org.asyncjob.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobStore;
import org.jspecify.annotations.Nullable;

/** A store in PostgreSQL, which many nodes use. */
final class SharedJdbcJobStore extends JdbcJobStore implements SharedJobStore {

  private final DataSource source;
  private final Notices notices;
  private volatile @Nullable ChangeListener listener;

  private SharedJdbcJobStore(DataSource source, Notices notices) {
    super(Dialect.POSTGRESQL, new LentConnections(source), notices);
    this.source = source;
    this.notices = notices;
  }

  static SharedJdbcJobStore of(DataSource source) {
    return new SharedJdbcJobStore(source, Notices.ofNewNode());
  }

  /** The database in which the jobs are. */
  DataSource source() {
    return source;
  }

  @Override
  public void listen(Consumer<JobId> changed) {
    if (listener != null) {
      throw new IllegalStateException("the job store has a listener already");
    }
    ChangeListener listening = new ChangeListener(source, notices, changed);
    listener = listening;
    listening.start();
  }

  @Override
  public List<Job> findAll(Collection<JobId> ids) {
    return allOf(ids);
  }

  @Override
  public void close() {
    ChangeListener listening = listener;
    if (listening != null) {
      listening.close();
    }
    super.close();
  }
}
