package org.asyncjob.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.asyncjob.JobId;

/**
 * The rows from which db-scheduler hands out jobs: one for each that is to be run. Those that are
 * due are handed out by {@code execution_time}, which here is always the database's own time.
 */
final class TaskTable {

  private static final String INSERT =
      """
      insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
      select ?, job.id, now() + job.number * interval '1 microsecond', false, 1
      from unnest(?) with ordinality as job (id, number)
      on conflict do nothing
      """;
  private static final String INSERT_ALONG =
      """
      , tasks as (
        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
          last_heartbeat, version)
        select ?, id, now() + number * interval '1 microsecond', number <= ?,
          case when number <= ? then ? end, case when number <= ? then now() end, 1
        from stored order by number
        on conflict do nothing)
      """;
  private static final String DELETE_ALONG =
      """
      , tasks as (
        delete from scheduled_tasks
        where task_name = ? and task_instance = ? and exists (select from changed))
      """;
  private static final String DELETE =
      "delete from scheduled_tasks where task_name = ? and task_instance = any (?)";
  private static final String TAKE_BACK =
      "delete from scheduled_tasks where task_name = ? and task_instance = ? and picked = false";
  private static final String PUT =
      """
      insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
      values (?, ?, now() + ? * interval '1 second' + ? * interval '1 microsecond', false, 1)
      on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time
      where scheduled_tasks.picked = false
      """;
  private static final String COUNT_DUE =
      """
      select count(*) from (
        select from scheduled_tasks
        where (task_name = ?) is not false and not picked and execution_time <= now() limit ?) due
      """;
  private static final String GIVE_BACK =
      """
      update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,
        version = version + 1
      where task_name = ? and picked_by = ? and picked = true
      """;
  private static final String HOLDER =
      """
      select coalesce(picked_by, 'nobody') from scheduled_tasks
      where task_name = ? and task_instance = ? and version <> ?
      """;
  private static final String IS_UNFINISHED =
      "select from job where id = ? and state in ('QUEUED', 'RUNNING')";
  private static final String ADOPT =
      """
      insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
      select ?, job.id, now(), false, 1 from job
      where job.state in ('QUEUED', 'RUNNING') and not exists (
        select from scheduled_tasks task where task.task_name = ? and task.task_instance = job.id)
      on conflict do nothing
      """;

  /** More than that, and dates would be more than a database has. */
  private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

  private final String taskName;

  TaskTable(String taskName) {
    this.taskName = taskName;
  }

  String taskName() {
    return taskName;
  }

  /** Has jobs run, in this order, unless they are to be run already. */
  int insert(Connection connection, Collection<JobId> ids) throws SQLException {
    return executeFor(connection, INSERT, ids);
  }

  /**
   * Has jobs run as {@link #insert} does, as a part of the statement that stores them.
   *
   * @param picked how many of the first are picked already
   * @param node who has picked them
   */
  Clause insertAlong(int picked, String node) {
    return new Clause(
        INSERT_ALONG,
        (statement, first) -> {
          statement.setString(first, taskName);
          statement.setInt(first + 1, picked);
          statement.setInt(first + 2, picked);
          statement.setString(first + 3, node);
          statement.setInt(first + 4, picked);
          return first + 5;
        });
  }

  /** Has a job not run, as a part of the statement that changes it. */
  Clause deleteAlong(JobId id) {
    return new Clause(
        DELETE_ALONG,
        (statement, first) -> {
          statement.setString(first, taskName);
          statement.setString(first + 1, id.value());
          return first + 2;
        });
  }

  /** Has jobs not run, or not again. */
  int delete(Connection connection, Collection<JobId> ids) throws SQLException {
    return executeFor(connection, DELETE, ids);
  }

  private int executeFor(Connection connection, String sql, Collection<JobId> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Array names =
          connection.createArrayOf("text", ids.stream().map(JobId::value).toArray(String[]::new));
      statement.setString(1, taskName);
      statement.setArray(2, names);
      int changed = statement.executeUpdate();
      names.free();
      return changed;
    }
  }

  /** Has a job run after a pause, also if it is to be run already, but not while it runs. */
  int put(Connection connection, JobId id, Duration pause) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      statement.setString(1, taskName);
      statement.setString(2, id.value());
      statement.setLong(3, Math.min(Math.max(0, pause.getSeconds()), LONGEST_SECONDS));
      statement.setInt(4, pause.isNegative() ? 0 : pause.getNano() / 1_000);
      return statement.executeUpdate();
    }
  }

  /** Returns true if a job waited, and will not run. */
  boolean takeBack(Connection connection, JobId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_BACK)) {
      statement.setString(1, taskName);
      statement.setString(2, id.value());
      return statement.executeUpdate() == 1;
    }
  }

  /** How many jobs wait that could run, or the limit if there are more. */
  int countDue(Connection connection, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT_DUE)) {
      statement.setString(1, taskName);
      statement.setInt(2, limit);
      try (ResultSet count = statement.executeQuery()) {
        count.next();
        return count.getInt(1);
      }
    }
  }

  /** Gives back all that a node has picked. Returns how many jobs that were. */
  int giveBack(Connection connection, String node) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GIVE_BACK)) {
      statement.setString(1, taskName);
      statement.setString(2, node);
      return statement.executeUpdate();
    }
  }

  /**
   * Who has the row of a job that was picked with this version; nothing if it still is, or gone.
   */
  Optional<String> otherHolder(Connection connection, JobId id, long version) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
      statement.setString(1, taskName);
      statement.setString(2, id.value());
      statement.setLong(3, version);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Whether a job is still to be brought to its end. */
  boolean isUnfinished(Connection connection, JobId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IS_UNFINISHED)) {
      statement.setString(1, id.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Has all unfinished jobs run that have no row: from the time when another executor ran them.
   *
   * @return how many that were
   */
  int adopt(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADOPT)) {
      statement.setString(1, taskName);
      statement.setString(2, taskName);
      return statement.executeUpdate();
    }
  }
}
