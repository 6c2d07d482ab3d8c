package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.asyncjob.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the scheduler's threads do when the database is stopped and started again. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchedulerOutageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  private final Queue<JobId> started = new ConcurrentLinkedQueue<>();
  private final Semaphore mayEnd = new Semaphore(0);

  @TempDir private Path directory;

  @Test
  void whatRunsGoesOnAndWhatWaitsIsPickedWhenItIsBackAndTheLogStaysReadable() throws Exception {
    EmbeddedPostgres server = start(0);
    try (HikariDataSource pool = pool(server);
        JdbcJobStore store = JdbcJobStore.open(pool);
        LogLines ours = LogLines.of("org.asyncjob.jdbc");
        LogLines scheduler = LogLines.of("com.github.kagkarlsson")) {
      DbSchedulerJobExecutor executor =
          DbSchedulerJobExecutor.builder(store)
              .workers(1)
              .pollingInterval(Duration.ofMillis(200))
              .heartbeatInterval(HEARTBEAT)
              .build();
      executor.start(this::hold);
      JobId running = JobId.random();
      JobId waiting = JobId.random();
      executor.execute(running);
      executor.execute(waiting);
      await().atMost(PATIENCE).until(() -> started.contains(running));

      server.close();
      await().atMost(PATIENCE).until(() -> !ours.containing("cannot be reached").isEmpty());
      // Long enough for a lease to be over, and for a log to be flooded.
      await().pollDelay(HEARTBEAT.multipliedBy(12)).until(() -> true);
      server = start(server.getPort());
      await().atMost(PATIENCE).until(() -> isRenewed(pool, running));
      mayEnd.release(2);

      await().atMost(PATIENCE).until(() -> started.contains(waiting) && isDone(pool));
      assertThat(started).containsExactly(running, waiting);
      assertThat(ours.containing("cannot be reached")).hasSize(1);
      assertThat(scheduler.all()).hasSizeLessThanOrEqualTo(3);
      executor.close(Duration.ofMinutes(1));
    } finally {
      server.close();
    }
  }

  @Test
  void aNodeClosesWithoutItsDatabase() throws Exception {
    EmbeddedPostgres server = start(0);
    try (HikariDataSource pool = pool(server);
        JdbcJobStore store = JdbcJobStore.open(pool)) {
      DbSchedulerJobExecutor executor =
          DbSchedulerJobExecutor.builder(store)
              .workers(1)
              .abandonAfter(Duration.ofSeconds(5))
              .build();
      executor.start(this::hold);
      JobId running = JobId.random();
      executor.execute(running);
      await().atMost(PATIENCE).until(() -> started.contains(running));
      server.close();

      executor.close(Duration.ZERO);

      assertThat(started).containsExactly(running);
    } finally {
      server.close();
    }
  }

  private void hold(JobId id) {
    started.add(id);
    try {
      mayEnd.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private EmbeddedPostgres start(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setDataDirectory(directory.resolve("data"))
            .setCleanDataDirectory(false);
    if (port > 0) {
      builder.setPort(port);
    }
    return builder.start();
  }

  private static HikariDataSource pool(EmbeddedPostgres server) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.getPostgresDatabase());
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }

  /** Whether a node has told of itself since the database was started. */
  private static boolean isRenewed(HikariDataSource pool, JobId id) {
    return !ask(
            pool,
            "select task_instance from scheduled_tasks"
                + " where picked and last_heartbeat > pg_postmaster_start_time()"
                + " and task_instance = '"
                + id
                + "'")
        .isEmpty();
  }

  private static boolean isDone(HikariDataSource pool) {
    return ask(pool, "select task_instance from scheduled_tasks").isEmpty();
  }

  private static List<String> ask(HikariDataSource pool, String query) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? List.of(rows.getString(1)) : List.of();
    } catch (SQLException e) {
      return List.of("the database is not there: " + e.getMessage());
    }
  }
}
