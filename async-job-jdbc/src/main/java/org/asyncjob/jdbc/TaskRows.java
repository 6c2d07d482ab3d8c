package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/**
 * Keeps the rows by which jobs are handed out in step with the jobs, within the same transactions:
 * a job that is stored has one, a job that is final or removed has none. Safe for many threads.
 */
final class TaskRows implements JobCompanion {

  private final TaskTable table;
  private final LeasedRuns runs;

  /** Jobs that were stored here and not handed over yet: their row is there. */
  private final Set<JobId> stored = ConcurrentHashMap.newKeySet();

  TaskRows(TaskTable table, LeasedRuns runs) {
    this.table = table;
    this.runs = runs;
  }

  /** Whether the row of a job was written with it; true once for each. */
  boolean isStored(JobId id) {
    return stored.remove(id);
  }

  @Override
  public void inserted(Connection connection, List<Job> jobs) throws SQLException {
    table.insert(connection, jobs.stream().map(Job::id).toList());
  }

  @Override
  public void ended(Connection connection, List<JobId> ids) throws SQLException {
    table.delete(connection, ids);
  }

  @Override
  public void committed(List<Job> inserted, List<JobId> ended) {
    inserted.forEach(job -> stored.add(job.id()));
    for (JobId id : ended) {
      stored.remove(id);
      runs.find(id).ifPresent(LeasedRun::rowGone);
    }
  }
}
