package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New jobs of a node that has a thread free for them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandOverTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofHours(1);

  private final Queue<JobId> called = new ConcurrentLinkedQueue<>();
  private final Semaphore mayEnd = new Semaphore(0);
  private HikariDataSource database;
  private JdbcJobStore store;
  private DbSchedulerJobExecutor executor;

  @BeforeEach
  void open() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.newSchema());
    database = new HikariDataSource(config);
    store = JdbcJobStore.open(database);
  }

  private void start(int workers) throws Exception {
    executor =
        DbSchedulerJobExecutor.builder(store)
            .workers(workers)
            .heartbeatInterval(LONG)
            .abandonAfter(Duration.ofSeconds(1))
            .build();
    executor.start(this::run);
    executor.execute(taken().id());
    mayEnd.release();
    await().atMost(PATIENCE).until(() -> rows("true").isEmpty());
    called.clear();
  }

  @AfterEach
  void close() {
    mayEnd.release(1000);
    executor.close(Duration.ZERO);
    store.close();
    database.close();
  }

  private void run(JobId id) {
    called.add(id);
    try {
      mayEnd.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    store.find(id).ifPresent(this::end);
  }

  private void end(Job job) {
    store.replace(job.next().state(JobState.CANCELED).finished(Instant.now()).build());
  }

  /**
   * Stores jobs until one is this node's from the start. While the node looks what waits, and until
   * it has found that nothing does, it has no thread for new ones.
   */
  private Job taken() throws Exception {
    while (true) {
      Job job = newJob();
      store.insert(job);
      if (ours().contains(job.id())) {
        return job;
      }
      executor.execute(job.id());
      mayEnd.release();
      await().atMost(PATIENCE).until(() -> rows("true").isEmpty());
    }
  }

  @Test
  void aNewJobIsPickedAsItIsStored() throws Exception {
    start(2);
    Job job = taken();

    executor.execute(job.id());

    await().atMost(PATIENCE).until(() -> called.contains(job.id()));
    mayEnd.release();
    await().atMost(PATIENCE).until(() -> rows("true").isEmpty());
    assertThat(called).containsOnlyOnce(job.id());
  }

  @Test
  void aJobThatIsOnlyStoredIsCalledForAsWell() throws Exception {
    start(2);
    Job job = taken();

    await().atMost(PATIENCE).until(() -> called.contains(job.id()));
  }

  @Test
  void noMoreAreTakenThanThreadsAreFree() throws Exception {
    start(2);
    List<Job> jobs = IntStream.range(0, 20).mapToObj(any -> newJob()).toList();

    assertThat(Together.outcomes(jobs.stream().map(job -> insertion(job)).toList()))
        .containsOnly("Optional.empty");

    assertThat(rows("picked")).hasSizeLessThanOrEqualTo(2);
    mayEnd.release(jobs.size());
    jobs.forEach(job -> executor.execute(job.id()));
    await().atMost(PATIENCE).until(() -> rows("true").isEmpty());
    assertThat(called).containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
  }

  @Test
  void whatWaitsComesBeforeWhatIsNew() throws Exception {
    start(1);
    List<JobId> submitted = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      submitted.add(submitted());
    }
    for (int i = 0; i < 30; i++) {
      mayEnd.release();
      submitted.add(submitted());
    }
    mayEnd.release(1000);
    await().atMost(PATIENCE).until(() -> called.size() == submitted.size());

    assertThat(called).containsExactlyElementsOf(submitted);
  }

  @Test
  void aThreadThatWasSetAsideForAJobThatCouldNotBeStoredIsFreeAgain() throws Exception {
    start(2);
    for (int i = 0; i < 5; i++) {
      Postgres.execute(database, "alter table scheduled_tasks rename to away");
      Job refused = newJob();
      assertThatThrownBy(() -> store.insert(refused)).isInstanceOf(JobStoreException.class);
      Postgres.execute(database, "alter table away rename to scheduled_tasks");
    }

    executor.execute(taken().id());
    JobId first = submitted();
    mayEnd.release(3);
    await().atMost(PATIENCE).until(() -> called.contains(first) && rows("true").isEmpty());
  }

  @Test
  void aNodeThatClosesGivesBackWhatItHasNotBegun() throws Exception {
    start(2);
    executor.close(Duration.ZERO);
    Job job = newJob();

    store.insert(job);

    assertThat(rows("not picked")).containsExactly(job.id());
  }

  private Callable<Optional<Job>> insertion(Job job) {
    return () -> store.insert(job);
  }

  private JobId submitted() {
    Job job = newJob();
    store.insert(job);
    executor.execute(job.id());
    return job.id();
  }

  private static Job newJob() {
    JobRequest request = JobRequest.builder("test").build();
    Instant now = Instant.now();
    return Job.builder(JobId.random(), request, now).expires(now.plus(LONG)).build();
  }

  /** Those that nobody has touched since they were stored. */
  private List<JobId> ours() throws SQLException {
    return rows("picked and version = 1");
  }

  private List<JobId> rows(String condition) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select task_instance from scheduled_tasks where " + condition)) {
      List<JobId> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(new JobId(rows.getString(1)));
      }
      return ids;
    }
  }
}
