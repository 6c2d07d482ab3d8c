package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes on one PostgreSQL. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LISTENERS =
      "select pid from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()";

  private final Queue<JobId> heard = new ConcurrentLinkedQueue<>();
  private DataSource source;
  private HikariDataSource pool;
  private JdbcJobStore here;
  private JdbcJobStore there;

  @BeforeEach
  void open() throws Exception {
    source = Postgres.newSchema();
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    pool = new HikariDataSource(config);
    here = JdbcJobStore.open(pool);
    there = JdbcJobStore.open(source);
    ((SharedJobStore) here).listen(heard::add);
    awaitListener();
  }

  private void awaitListener() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(listeners()).hasSize(1));
  }

  private List<String> listeners() throws Exception {
    return new Database(here, source).query(LISTENERS);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    pool.close();
  }

  private Job changedThere() {
    Job job = SomeJobs.queued();
    here.insert(job);
    assertThat(there.replace(SomeJobs.canceled(job))).isTrue();
    return job;
  }

  private void awaitHeard(JobId id) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).contains(id));
  }

  @Test
  void aNodeHearsOfWhatAnotherHasChanged() {
    Job job = changedThere();

    awaitHeard(job.id());
    assertThat(here.find(job.id())).contains(SomeJobs.canceled(job));
  }

  @Test
  void aNodeDoesNotHearItself() {
    Job own = SomeJobs.queued();
    here.insert(own);
    here.replace(SomeJobs.canceled(own));

    Job other = changedThere();

    awaitHeard(other.id());
    assertThat(heard).containsExactly(other.id());
  }

  @Test
  void aChangeThatLosesIsNoNews() {
    Job job = changedThere();
    awaitHeard(job.id());

    assertThat(there.replace(SomeJobs.canceled(job))).isFalse();
    Job last = changedThere();

    awaitHeard(last.id());
    assertThat(heard).containsExactly(job.id(), last.id());
  }

  @Test
  void noneOfManyChangesAtOnceIsMissed() throws Exception {
    List<Job> jobs = new ArrayList<>();
    List<Callable<Optional<Job>>> insertions = new ArrayList<>();
    List<Callable<Boolean>> changes = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Job job = SomeJobs.queued();
      jobs.add(job);
      insertions.add(() -> there.insert(job));
      changes.add(() -> there.replace(SomeJobs.canceled(job)));
    }
    assertThat(Together.outcomes(insertions)).containsOnly("Optional.empty");

    assertThat(Together.outcomes(changes)).containsOnly("true");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(heard)
                    .containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList()));
  }

  @Test
  void itIsHeardAgainAfterTheConnectionWasLost() throws Exception {
    String lost = listeners().get(0);
    Postgres.execute(source, "select pg_terminate_backend(" + lost + ")");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(listeners()).hasSize(1).doesNotContain(lost));

    Job job = changedThere();

    awaitHeard(job.id());
  }

  @Test
  void itIsHeardNoMoreOnceTheStoreIsClosed() throws Exception {
    here.close();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(listeners()).isEmpty());
  }

  @Test
  void theConnectionGoesBackToThePoolWhenTheStoreIsClosed() throws Exception {
    String listener = listeners().get(0);

    here.close();

    assertThat(new Database(here, pool).query("select pid from pg_stat_activity"))
        .contains(listener);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void manyJobsAreFoundInOneCall() {
    Job one = SomeJobs.full();
    Job other = SomeJobs.queued();
    here.insert(one);
    here.insert(other);
    SharedJobStore store = (SharedJobStore) there;

    assertThat(store.findAll(List.of(one.id(), JobId.random(), other.id())))
        .containsExactlyInAnyOrder(one, other);
    assertThat(store.findAll(List.of())).isEmpty();
  }
}
