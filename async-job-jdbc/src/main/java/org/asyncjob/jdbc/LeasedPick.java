package org.asyncjob.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * How a node picks jobs: as db-scheduler does it, in one statement that skips what others are at,
 * but by the database's clock, and without waiting for the disk. A pick that is lost because the
 * database dies at once is none: the claim of the job, which is a durable commit after it, is lost
 * as well or neither of them is.
 */
final class LeasedPick extends PostgreSqlJdbcCustomization {

  /**
   * The name is compared in a way in which its index is of no use: it would find them all first.
   */
  private static final String PICK =
      """
      with quick as materialized (select set_config('synchronous_commit', 'off', true) as setting),
      due as (
        select task_name, task_instance from %1$s
        where (task_name = ?) is not false and not picked and execution_time <= now()
        order by execution_time for update skip locked limit %2$d),
      picked as (
        update %1$s task set picked = true, picked_by = ?, last_heartbeat = now(),
          version = version + 1
        from due, quick
        where task.task_name = due.task_name and task.task_instance = due.task_instance
          and quick.setting is not null
        returning task.*)
      select * from picked order by execution_time
      """;

  private final String taskName;
  private final PatientDataSource database;
  private final DatabaseClock clock;
  private final Outage failure = new Outage("no jobs can be picked, those that run go on");

  LeasedPick(String taskName, PatientDataSource database, DatabaseClock clock) {
    super(false, false);
    this.taskName = taskName;
    this.database = database;
    this.clock = clock;
  }

  /** Returns none if that fails; the scheduler asks again soon. */
  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
    try {
      clock.refresh(database);
      List<Execution> picked =
          context.jdbcRunner.query(
              PICK.formatted(context.tableName, limit),
              statement -> {
                statement.setString(1, taskName);
                statement.setString(2, context.schedulerName.getName());
              },
              context.resultSetMapper.get());
      failure.end();
      return picked;
    } catch (RuntimeException | SQLException e) {
      if (!database.isClosed()) {
        failure.begin(e);
      }
      return List.of();
    }
  }
}
