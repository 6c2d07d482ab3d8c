package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreException;
import org.asyncjob.jdbc.Database.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many writes, one transaction. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

  @TempDir private Path directory;

  private static List<Job> jobs(int count) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(SomeJobs.full());
    }
    return jobs;
  }

  private static List<Callable<Optional<Job>>> insertions(JdbcJobStore store, List<Job> jobs) {
    List<Callable<Optional<Job>>> insertions = new ArrayList<>();
    jobs.forEach(job -> insertions.add(() -> store.insert(job)));
    return insertions;
  }

  private static List<JobId> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  @ParameterizedTest
  @EnumSource
  void whatComesWhileItWritesIsWrittenInOneTransaction(Product product) throws Exception {
    List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      accompany(
          store,
          (connection, stored) -> {
            sizes.add(stored.size());
            first.countDown();
            awaited(others);
          });
      List<Job> jobs = jobs(40);
      List<Thread> threads = new ArrayList<>();
      threads.add(started(() -> store.insert(jobs.get(0))));
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      for (Job job : jobs.subList(1, jobs.size())) {
        threads.add(started(() -> store.insert(job)));
      }
      for (Thread thread : threads.subList(1, threads.size())) {
        awaitWaiting(thread);
      }
      others.countDown();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(sizes).containsExactly(1, 39);
      assertThat(ids(store.unfinished())).containsExactlyInAnyOrderElementsOf(ids(jobs));
    }
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatACompanionWritesIsThereWithTheJobOrNotAtAll(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      database.execute("create table task (id text)");
      Set<JobId> refused = ConcurrentHashMap.newKeySet();
      accompany(
          store,
          (connection, stored) -> {
            for (Job job : stored) {
              insertTask(connection, job);
            }
            if (stored.stream().map(Job::id).anyMatch(refused::contains)) {
              throw new SQLException("not this one", "23000");
            }
          });
      List<Job> jobs = jobs(30);
      refused.add(jobs.get(7).id());

      List<Object> outcomes = Together.outcomes(insertions(store, jobs));

      assertThat(outcomes.remove(7)).isInstanceOf(JobStoreException.class);
      assertThat(outcomes).containsOnly("Optional.empty");
      List<String> expected = new ArrayList<>(jobs.stream().map(job -> job.id().value()).toList());
      expected.remove(7);
      assertThat(database.query("select id from job"))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(database.query("select id from task"))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** Nothing but what is written for new jobs. */
  @FunctionalInterface
  private interface Insertions {
    void inserted(Connection connection, List<Job> jobs) throws SQLException;
  }

  private static void accompany(JdbcJobStore store, Insertions insertions) {
    store.accompany(
        new JobCompanion() {
          @Override
          public void inserted(Connection connection, List<Job> jobs) throws SQLException {
            insertions.inserted(connection, jobs);
          }

          @Override
          public void ended(Connection connection, List<JobId> ids) {}

          @Override
          public void committed(List<Job> inserted, List<JobId> ended) {}
        });
  }

  private static void insertTask(Connection connection, Job job) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("insert into task values (?)")) {
      statement.setString(1, job.id().value());
      statement.executeUpdate();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCompanionHearsOnlyOfJobsThatAreStored(Product product) throws Exception {
    Set<JobId> heard = ConcurrentHashMap.newKeySet();
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      accompany(store, (connection, stored) -> heard.addAll(ids(stored)));
      Job first = SomeJobs.full();
      Job second = Job.builder(JobId.random(), first.request(), SomeJobs.NOON).build();

      store.insert(first);
      assertThat(store.insert(second)).contains(first);

      assertThat(heard).containsExactly(first.id());
    }
  }

  /** PostgreSQL indexes no text of this length; what else is in the transaction does not suffer. */
  @Test
  void aJobThatTheDatabaseRefusesFailsAlone() throws Exception {
    StringBuilder key = new StringBuilder();
    new Random(4).ints(20_000, ' ', 0x2000).forEach(key::appendCodePoint);
    try (Database database = Product.POSTGRESQL.open(directory)) {
      JdbcJobStore store = database.store();
      List<Job> jobs = jobs(20);
      jobs.set(3, SomeJobs.queued(JobRequest.builder("mp3").idempotencyKey(key.toString())));

      List<Object> outcomes = Together.outcomes(insertions(store, jobs));

      assertThat(outcomes.remove(3)).isInstanceOf(JobStoreException.class);
      assertThat(outcomes).containsOnly("Optional.empty");
      assertThat(store.unfinished()).hasSize(19);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedCallerLearnsHowItsWriteEndsAndStaysInterrupted(Product product)
      throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job job = SomeJobs.full();
      AtomicReference<Object> learned = new AtomicReference<>();
      Thread caller =
          started(
              () -> {
                Thread.currentThread().interrupt();
                Optional<Job> earlier = store.insert(job);
                boolean replaced = store.replace(SomeJobs.running(job));
                Optional<Job> found = store.find(job.id());
                learned.set(
                    List.of(earlier, replaced, found, Thread.currentThread().isInterrupted()));
              });
      caller.join();

      assertThat(learned.get())
          .isEqualTo(List.of(Optional.empty(), true, Optional.of(SomeJobs.running(job)), true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nodesThatWriteTheSameJobsDoNotStandInEachOthersWay(Product product) throws Exception {
    try (Database database = product.open(directory);
        JdbcJobStore other = JdbcJobStore.open(database.source())) {
      List<Job> jobs = jobs(40);
      jobs.forEach(database.store()::insert);
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (Job job : jobs) {
        writers.add(() -> database.store().replace(SomeJobs.running(job)));
        writers.add(() -> other.replace(SomeJobs.running(job)));
      }
      Collections.shuffle(writers, new Random(1));

      List<Object> outcomes = Together.outcomes(writers);

      assertThat(outcomes).containsOnly("true", "false");
      assertThat(outcomes).filteredOn("true"::equals).hasSameSizeAs(jobs);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedStoreRefusesEverything(Product product) throws Exception {
    try (Database database = product.open(directory)) {
      JdbcJobStore store = database.store();
      Job job = SomeJobs.full();
      store.insert(job);
      store.close();

      assertThatThrownBy(() -> store.insert(SomeJobs.full()))
          .isInstanceOf(JobStoreException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(() -> store.find(job.id())).isInstanceOf(JobStoreException.class);
      assertThatThrownBy(store::unfinished).isInstanceOf(JobStoreException.class);
      store.close();
    }
  }
}
