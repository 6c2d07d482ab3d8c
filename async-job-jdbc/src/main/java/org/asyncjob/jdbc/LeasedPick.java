package org.asyncjob.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyncjob.JobId;

/**
 * How a node picks jobs: as db-scheduler does it, in one statement that skips what others are at,
 * but by the database's clock, and without waiting for the disk. A pick that is lost because the
 * database dies at once is none: the claim of the job, which is a durable commit after it, is lost
 * as well or neither of them is.
 */
final class LeasedPick extends PostgreSqlJdbcCustomization {

  /** Of a row that nobody has changed. */
  private static final long FIRST_VERSION = 1;

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
  private final HandOver handOver;
  private final long pollingNanos;
  private final Outage failure = new Outage("no jobs can be picked, those that run go on");

  /** When it was last looked for jobs that wait. For the one thread that picks. */
  private long lookedNanos;

  LeasedPick(String taskName, SchedulerDatabase database, HandOver handOver, Duration polling) {
    super(false, false);
    this.taskName = taskName;
    this.database = database.source();
    clock = database.clock();
    this.handOver = handOver;
    pollingNanos = polling.toNanos();
    lookedNanos = System.nanoTime() - pollingNanos;
  }

  /**
   * Returns new jobs of this node, and others that wait if there may be some. The latter are looked
   * for as often as is polled in any case, for they may be others'.
   */
  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
    String node = context.schedulerName.getName();
    List<Execution> found = new ArrayList<>();
    handOver.take(limit).forEach(id -> found.add(ours(id, node)));
    boolean isLookedFor = handOver.mayWait() || System.nanoTime() - lookedNanos >= pollingNanos;
    int free = isLookedFor ? handOver.forWaiting(limit - found.size()) : 0;
    if (free > 0) {
      lookedNanos = System.nanoTime();
      found.addAll(picked(context, node, free));
    }
    return found;
  }

  private Execution ours(JobId id, String node) {
    Instant now = clock.now();
    TaskInstance<Void> instance = new TaskInstance<>(taskName, id.value());
    return new Execution(now, instance, true, node, null, null, 0, now, FIRST_VERSION);
  }

  /** Returns none if that fails; the scheduler asks again soon. */
  private List<Execution> picked(JdbcTaskRepositoryContext context, String node, int limit) {
    List<Execution> picked = List.of();
    try {
      clock.refresh(database);
      picked =
          context.jdbcRunner.query(
              PICK.formatted(context.tableName, limit),
              statement -> {
                statement.setString(1, taskName);
                statement.setString(2, node);
              },
              context.resultSetMapper.get());
      failure.end();
    } catch (RuntimeException | SQLException e) {
      handOver.waiting();
      if (!database.isClosed()) {
        failure.begin(e);
      }
    } finally {
      List<JobId> ids =
          picked.stream()
              .map(Execution::getId)
              .map(JobId::parse)
              .flatMap(Optional::stream)
              .toList();
      handOver.picked(limit, ids);
    }
    return picked;
  }
}
