package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.QueueFullException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DbSchedulerJobExecutorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofHours(1);

  private final List<JdbcJobStore> stores = new ArrayList<>();
  private final List<DbSchedulerJobExecutor> executors = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HikariDataSource database;

  @BeforeEach
  void open() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.newSchema());
    database = new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    end.countDown();
    executors.forEach(executor -> executor.close(Duration.ZERO));
    stores.forEach(JdbcJobStore::close);
    database.close();
  }

  @Test
  void aJobAndItsRowAreStoredTogether() throws Exception {
    JdbcJobStore store = newStore();
    newNode(store);
    Job job = newJob();

    store.insert(job);

    assertThat(rows()).containsExactly(job.id().value());
  }

  @Test
  void aJobThatNobodyWouldRunIsNotStored() throws Exception {
    JdbcJobStore store = newStore();
    newNode(store);
    Postgres.execute(database, "alter table scheduled_tasks rename to away");
    Job job = newJob();

    assertThatThrownBy(() -> store.insert(job)).isInstanceOf(JobStoreException.class);

    assertThat(store.find(job.id())).isEmpty();
  }

  @Test
  void theRowGoesWithTheCommitThatMakesAJobFinal() throws Exception {
    JdbcJobStore store = newStore();
    newNode(store);
    Job job = newJob();
    store.insert(job);

    Job canceled = job.next().state(JobState.CANCELED).finished(Instant.now()).build();
    assertThat(store.replace(canceled)).isTrue();

    assertThat(rows()).isEmpty();
  }

  @Test
  void theRowGoesWithAJobThatIsTakenBack() throws Exception {
    JdbcJobStore store = newStore();
    newNode(store);
    Job job = newJob();
    store.insert(job);

    assertThat(store.remove(job)).isTrue();

    assertThat(rows()).isEmpty();
  }

  @Test
  void aChangeThatIsRefusedLeavesTheRow() throws Exception {
    JdbcJobStore store = newStore();
    newNode(store);
    Job job = newJob();
    store.insert(job);
    store.replace(job.next().cancelRequested(true).build());

    Job late = job.next().state(JobState.CANCELED).finished(Instant.now()).build();
    assertThat(store.replace(late)).isFalse();

    assertThat(rows()).containsExactly(job.id().value());
  }

  @Test
  void aStoreHasOneExecutor() {
    JdbcJobStore store = newStore();
    newNode(store);

    assertThatThrownBy(() -> newNode(store))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has an executor already");
  }

  @Test
  void jobsInSqliteBelongToOneProcess(@TempDir Path directory) {
    try (JdbcJobStore store = JdbcJobStore.sqlite(directory.resolve("jobs.db"))) {
      assertThatThrownBy(() -> DbSchedulerJobExecutor.builder(store))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ThreadPoolJobExecutor");
    }
  }

  @Test
  void jobsThatAnotherExecutorHasLeftAreHandedOutAtTheStart() {
    Job left = newJob();
    newStore().insert(left);
    Queue<JobId> called = new ConcurrentLinkedQueue<>();

    started(called::add);

    await().atMost(PATIENCE).until(() -> called.contains(left.id()));
  }

  @Test
  void aJobWhoseRunnerHasDoneNothingIsCalledForAgain() {
    JdbcJobStore store = newStore();
    Queue<JobId> called = new ConcurrentLinkedQueue<>();
    DbSchedulerJobExecutor executor = newNode(store);
    executor.start(called::add);
    Job job = newJob();
    store.insert(job);

    executor.execute(job.id());

    await().atMost(PATIENCE).until(() -> called.size() >= 2);
  }

  @Test
  void aRunnerThatThrowsIsCalledAgain() throws Exception {
    Queue<JobId> called = new ConcurrentLinkedQueue<>();
    DbSchedulerJobExecutor executor =
        started(
            id -> {
              called.add(id);
              if (called.size() == 1) {
                throw new IllegalStateException("thrown by the test");
              }
            });
    JobId id = JobId.random();

    executor.execute(id);

    await().atMost(PATIENCE).until(() -> called.size() == 2 && rows().isEmpty());
  }

  @Test
  void theBacklogOfAllNodesIsFullForEachOfThem() throws Exception {
    DbSchedulerJobExecutor first = newNode(newStore());
    DbSchedulerJobExecutor second = newNode(newStore());
    for (DbSchedulerJobExecutor node : List.of(first, second)) {
      node.start(this::hold);
      node.execute(JobId.random());
    }
    await().atMost(PATIENCE).until(() -> count("picked") == 2);

    await().atMost(PATIENCE).until(() -> isRefused(first));
    await().atMost(PATIENCE).until(() -> isRefused(second));

    // Of what it has not seen since its latest count, a node may let in as many again.
    assertThat(count("not picked")).isBetween(3, 6);
  }

  @Test
  void eachNodeKnowsAboutHowManyWaitForAllOfThem() {
    DbSchedulerJobExecutor working = started(this::hold);
    DbSchedulerJobExecutor other = newNode(newStore());
    working.execute(JobId.random());
    await().atMost(PATIENCE).until(() -> count("picked") == 1);
    await().atMost(PATIENCE).until(() -> other.waiting().equals(OptionalInt.of(0)));

    working.execute(JobId.random());
    working.execute(JobId.random());

    await().atMost(PATIENCE).until(() -> other.waiting().equals(OptionalInt.of(2)));
    await().atMost(PATIENCE).until(() -> working.waiting().equals(OptionalInt.of(2)));
  }

  private static boolean isRefused(DbSchedulerJobExecutor executor) {
    try {
      executor.execute(JobId.random());
      return false;
    } catch (QueueFullException e) {
      return true;
    }
  }

  @Test
  void aJobForWhichThereIsNoRoomIsTakenBack() throws Exception {
    JdbcJobStore store = newStore();
    DbSchedulerJobExecutor executor = newNode(store);
    executor.start(this::hold);
    executor.execute(JobId.random());
    await().atMost(PATIENCE).until(() -> count("picked") == 1);
    for (int waiting = 0; waiting < executor.queueCapacity(); waiting++) {
      JobId id = JobId.random();
      await().atMost(PATIENCE).until(() -> isTaken(executor, id));
    }
    Job refused = newJob();
    store.insert(refused);

    assertThatThrownBy(() -> executor.execute(refused.id())).isInstanceOf(QueueFullException.class);

    assertThat(rows()).doesNotContain(refused.id().value()).hasSize(1 + executor.queueCapacity());
  }

  /** On a slow machine, what was counted a while ago is believed for a while. */
  private static boolean isTaken(DbSchedulerJobExecutor executor, JobId id) {
    try {
      executor.execute(id);
      return true;
    } catch (QueueFullException e) {
      return false;
    }
  }

  @Test
  void whatIsInterruptedByClosingIsAnothersAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    DbSchedulerJobExecutor closing =
        started(
            id -> {
              begun.countDown();
              hold(id);
            });
    JobId id = JobId.random();
    closing.execute(id);
    begun.await();

    closing.close(Duration.ZERO);

    assertThat(count("not picked and execution_time <= now()")).isEqualTo(1);
    Queue<JobId> called = new ConcurrentLinkedQueue<>();
    started(called::add);
    await().atMost(PATIENCE).until(() -> called.contains(id));
  }

  @Test
  void whatIgnoresItsInterruptionIsAnothersAsWell() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    DbSchedulerJobExecutor closing =
        started(
            id -> {
              begun.countDown();
              while (end.getCount() > 0) {
                hold(id);
              }
            });
    JobId id = JobId.random();
    closing.execute(id);
    begun.await();

    closing.close(Duration.ZERO);

    assertThat(count("not picked and execution_time <= now()")).isEqualTo(1);
  }

  @Test
  void aNodeThatHasLostItsLeaseSaysSoOnceAndLeavesTheRowAlone() throws Exception {
    try (LogLines log = LogLines.of("org.asyncjob.jdbc");
        LogLines scheduler = LogLines.of("com.github.kagkarlsson")) {
      DbSchedulerJobExecutor executor =
          builder(newStore()).heartbeatInterval(Duration.ofMillis(100)).build();
      executors.add(executor);
      Queue<JobId> ended = new ConcurrentLinkedQueue<>();
      executor.start(
          id -> {
            hold(id);
            ended.add(id);
          });
      JobId id = JobId.random();
      executor.execute(id);
      await().atMost(PATIENCE).until(() -> count("picked") == 1);

      Postgres.execute(
          database,
          "update scheduled_tasks set picked_by = 'another', version = version + 2,"
              + " last_heartbeat = now() + interval '1 hour'");
      await().atMost(PATIENCE).until(() -> !log.containing("no longer this node's").isEmpty());
      end.countDown();
      await().atMost(PATIENCE).until(() -> ended.contains(id));
      executor.close(LONG);

      assertThat(log.containing(id.value())).hasSize(1);
      assertThat(log.all().get(0)).contains("another");
      assertThat(scheduler.containing("Indicates a bug")).isEmpty();
      assertThat(count("picked_by = 'another'")).isEqualTo(1);
    }
  }

  private void hold(JobId id) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DbSchedulerJobExecutor started(Consumer<JobId> runner) {
    DbSchedulerJobExecutor executor = newNode(newStore());
    executor.start(runner);
    return executor;
  }

  /** Its leases last: what another node takes over before was given to it. */
  private DbSchedulerJobExecutor newNode(JdbcJobStore store) {
    DbSchedulerJobExecutor executor = builder(store).build();
    executors.add(executor);
    return executor;
  }

  private static DbSchedulerJobExecutorBuilder builder(JdbcJobStore store) {
    return DbSchedulerJobExecutor.builder(store)
        .workers(1)
        .queueCapacity(3)
        .heartbeatInterval(LONG)
        .abandonAfter(Duration.ofSeconds(1));
  }

  private JdbcJobStore newStore() {
    JdbcJobStore store = JdbcJobStore.open(database);
    stores.add(store);
    return store;
  }

  private static Job newJob() {
    JobRequest request = JobRequest.builder("test").build();
    Instant now = Instant.now();
    return Job.builder(JobId.random(), request, now).expires(now.plus(LONG)).build();
  }

  private List<String> rows() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select task_instance from scheduled_tasks")) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }

  private int count(String condition) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery("select count(*) from scheduled_tasks where " + condition)) {
      count.next();
      return count.getInt(1);
    }
  }
}
