package org.asyncjob.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * db-scheduler by itself, as its documentation recommends it for PostgreSQL and for low latency:
 * executions are locked and fetched in one step, and those that are due at once are started at
 * once. A job is done when its row is gone, so it remembers nothing of it and writes no result.
 */
final class DbSchedulerQueue implements PeerQueue {

  /** As db-scheduler's documentation has it for PostgreSQL. */
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS scheduled_tasks (
        task_name text NOT NULL,
        task_instance text NOT NULL,
        task_data bytea,
        execution_time timestamp with time zone NOT NULL,
        picked boolean NOT NULL,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint NOT NULL,
        priority smallint,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  private static final String NAME = "no-op";

  private final HikariDataSource database;
  private final OneTimeTask<String> task =
      Tasks.oneTime(NAME, String.class).execute((instance, context) -> {});
  private final Optional<Scheduler> scheduler;
  private final SchedulerClient client;

  DbSchedulerQueue(HikariDataSource database, boolean runsJobs) throws SQLException {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    if (runsJobs) {
      int threads = Runtime.getRuntime().availableProcessors();
      Scheduler running =
          Scheduler.create(database, List.of(task))
              .threads(threads)
              .pollUsingLockAndFetch(0.5, 4.0)
              .enableImmediateExecution()
              .build();
      running.start();
      scheduler = Optional.of(running);
      client = running;
    } else {
      scheduler = Optional.empty();
      client = SchedulerClient.Builder.create(database, task).build();
    }
  }

  @Override
  public String enqueue(String json) {
    String id = UUID.randomUUID().toString();
    client.scheduleIfNotExists(task.instance(id, json), Instant.now());
    return id;
  }

  @Override
  public boolean isDone(String id) {
    return client.getScheduledExecution(TaskInstanceId.of(NAME, id)).isEmpty();
  }

  @Override
  public void close() {
    scheduler.ifPresent(Scheduler::stop);
    database.close();
  }
}
