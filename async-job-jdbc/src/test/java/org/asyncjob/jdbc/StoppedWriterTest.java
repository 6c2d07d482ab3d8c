package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A node that stands still in the middle of a transaction, with the rows that it has changed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedWriterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(50);

  @Test
  void itKeepsOthersNeitherFromTheirWorkNorForLongFromItsJobs() throws Exception {
    PGSimpleDataSource database = Postgres.newSchema();
    StandingStill stop = new StandingStill();
    try (JdbcJobStore stopped = JdbcJobStore.open(database);
        JdbcJobStore other = JdbcJobStore.open(database)) {
      stopped.accompany(stop);
      Job running = runningIn(stopped);
      CompletableFuture<Boolean> stale =
          CompletableFuture.supplyAsync(
              () -> stopped.replace(SomeJobs.succeeded(running, SomeJobs.NOON)));
      stop.awaitReached();

      CompletableFuture<Job> takenOver = CompletableFuture.supplyAsync(() -> take(other, running));
      for (int i = 0; i < 20; i++) {
        assertThat(other.insert(SomeJobs.full())).isEmpty();
      }
      assertThat(takenOver.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).attempt()).isEqualTo(2);

      stop.goOn();
      assertThat(isRefused(stale)).isTrue();
      assertThat(other.find(running.id()).orElseThrow().attempt()).isEqualTo(2);
      assertThat(other.find(running.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    } finally {
      stop.goOn();
    }
  }

  /** Takes a job over, as often as it takes. */
  private static Job take(JdbcJobStore store, Job job) {
    Job next = job.next().attempt(2).build();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(JobStoreException.class)
        .until(() -> store.replace(next));
    return store.find(job.id()).orElseThrow();
  }

  private static boolean isRefused(CompletableFuture<Boolean> write) throws Exception {
    try {
      return !write.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause() instanceof JobStoreException;
    }
  }

  private static Job runningIn(JdbcJobStore store) {
    Job queued = SomeJobs.full();
    store.insert(queued);
    Job running = SomeJobs.running(queued);
    assertThat(store.replace(running)).isTrue();
    return running;
  }

  @Test
  void connectionsOfAPoolAreGivenBackWithTheirOwnLimits() throws Exception {
    try (HikariDataSource pool = pool("set lock_timeout = '7s'")) {
      JdbcJobStore store = JdbcJobStore.open(pool);
      runningIn(store);
      assertThat(settings(pool, "lock_timeout")).containsOnly("7s");

      store.close();

      assertThat(settings(pool, "lock_timeout")).containsOnly("7s");
      assertThat(settings(pool, "idle_in_transaction_session_timeout")).containsOnly("0");
    }
  }

  @Test
  void stricterLimitsOfThePoolStay() throws Exception {
    try (HikariDataSource pool = pool("set lock_timeout = '1500ms'");
        Connection connection = pool.getConnection()) {
      WriterLimits limits = WriterLimits.set(connection);
      assertThat(setting(connection, "lock_timeout")).isEqualTo("1500ms");
      assertThat(setting(connection, "idle_in_transaction_session_timeout")).isEqualTo("10s");

      connection.setAutoCommit(false);
      setting(connection, "lock_timeout");
      limits.restore(connection);

      assertThat(setting(connection, "lock_timeout")).isEqualTo("1500ms");
      assertThat(setting(connection, "idle_in_transaction_session_timeout")).isEqualTo("0");
    }
  }

  private static HikariDataSource pool(String first) throws SQLException {
    HikariConfig settings = new HikariConfig();
    settings.setDataSource(Postgres.newSchema());
    settings.setConnectionInitSql(first);
    settings.setMaximumPoolSize(4);
    return new HikariDataSource(settings);
  }

  /** What is set in every connection that can be had now. */
  private static List<String> settings(HikariDataSource pool, String name) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    try {
      int free = pool.getMaximumPoolSize() - pool.getHikariPoolMXBean().getActiveConnections();
      for (int i = 0; i < free; i++) {
        connections.add(pool.getConnection());
        settings.add(setting(connections.get(i), name));
      }
      return settings;
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select current_setting(?)")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Stands still where a job has ended, before that is committed. */
  private static final class StandingStill implements JobCompanion {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goingOn = new CountDownLatch(1);

    void awaitReached() throws InterruptedException {
      assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void goOn() {
      goingOn.countDown();
    }

    @Override
    public void inserted(Connection connection, List<Job> jobs) {}

    @Override
    public void ended(Connection connection, List<JobId> ids) throws SQLException {
      reached.countDown();
      try {
        assertThat(goingOn.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new SQLException("interrupted", e);
      }
    }

    @Override
    public void committed(List<Job> inserted, List<JobId> ended) {}
  }
}
