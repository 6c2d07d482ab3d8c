package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/**
 * Keeps the rows by which jobs are handed out in step with the jobs, within the same transactions:
 * a job that is stored has one, a job that is final or removed has none. Safe for many threads.
 */
final class TaskRows implements JobCompanion {

  /** Who stores jobs hands them over at once; nobody is to fill the heap who does not. */
  private static final int MOST_REMEMBERED = 10_000;

  private final TaskTable table;
  private final LeasedRuns runs;
  private final HandOver handOver;
  private final String node;

  /** What has become of the rows of jobs that were stored here and not handed over yet. */
  private final Map<JobId, Row> rows = new LinkedHashMap<>();

  /** The jobs of a transaction for which threads are set aside. For the thread that writes. */
  private List<JobId> promised = List.of();

  private long promisedNanos;

  TaskRows(TaskTable table, LeasedRuns runs, HandOver handOver, String node) {
    this.table = table;
    this.runs = runs;
    this.handOver = handOver;
    this.node = node;
  }

  /** What has become of the row of a job. */
  enum Row {
    /** There was none, as far as is known here. */
    UNKNOWN,
    /** It waits for any node. */
    WAITS,
    /** This node has it from the start. */
    OURS,
    /** The job has ended. */
    GONE
  }

  /** What has become of the row that was written with a job; told once for each. */
  Row take(JobId id) {
    synchronized (rows) {
      Row row = rows.remove(id);
      return row == null ? Row.UNKNOWN : row;
    }
  }

  private void remember(JobId id, Row row) {
    rows.put(id, row);
    if (rows.size() > MOST_REMEMBERED) {
      rows.remove(rows.keySet().iterator().next());
    }
  }

  @Override
  public void inserted(Connection connection, List<Job> jobs) throws SQLException {
    table.insert(connection, jobs.stream().map(Job::id).toList());
  }

  @Override
  public Optional<Clause> insertedAlong(List<Job> jobs) {
    promisedNanos = System.nanoTime();
    int free = handOver.forNew(jobs.size());
    promised = jobs.subList(0, free).stream().map(Job::id).toList();
    return Optional.of(table.insertAlong(free, node));
  }

  @Override
  public void ended(Connection connection, List<JobId> ids) throws SQLException {
    table.delete(connection, ids);
  }

  @Override
  public Optional<Clause> endedAlong(JobId id) {
    return Optional.of(table.deleteAlong(id));
  }

  @Override
  public void undone() {
    handOver.stored(promised.size(), List.of(), promisedNanos);
    promised = List.of();
  }

  @Override
  public void committed(List<Job> inserted, List<JobId> ended) {
    List<JobId> ours = new ArrayList<>();
    synchronized (rows) {
      for (Job job : inserted) {
        boolean isOurs = promised.contains(job.id());
        remember(job.id(), isOurs ? Row.OURS : Row.WAITS);
        if (isOurs) {
          ours.add(job.id());
        }
      }
      ended.forEach(id -> rows.computeIfPresent(id, (any, row) -> Row.GONE));
    }
    if (ours.size() < inserted.size()) {
      handOver.waiting();
    }
    handOver.stored(promised.size(), ours, promisedNanos);
    promised = List.of();
    for (JobId id : ended) {
      runs.find(id).ifPresent(LeasedRun::rowGone);
    }
  }
}
