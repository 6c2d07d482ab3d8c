package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.spi.SharedJobStore;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MigrationsTest {

  @TempDir private Path directory;

  private static Job job() {
    return Job.builder(JobId.random(), JobRequest.builder("mp3").build(), Instant.now()).build();
  }

  @Test
  void jobsAreStillThereWhenAFileIsOpenedAgain() {
    Path file = directory.resolve("new folder").resolve("jobs.db");
    Job job = job();
    try (JdbcJobStore store = JdbcJobStore.sqlite(file)) {
      store.insert(job);
    }

    try (JdbcJobStore store = JdbcJobStore.sqlite(file)) {
      assertThat(store.find(job.id())).contains(job);
    }
  }

  @Test
  void aFileIsForOneStoreAtATime() {
    Path file = directory.resolve("jobs.db");
    try (JdbcJobStore store = JdbcJobStore.sqlite(file)) {
      assertThatThrownBy(() -> JdbcJobStore.sqlite(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use");
      assertThat(store.unfinished()).isEmpty();
    }
  }

  @Test
  void fourNodesThatStartAtOnceMakeTheTablesOnce() throws Exception {
    int nodes = 4;
    DataSource source = Postgres.newSchema();
    Postgres.execute(source, "create table customer (name text)");
    CyclicBarrier start = new CyclicBarrier(nodes);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      List<Future<JdbcJobStore>> opening = new ArrayList<>();
      for (int node = 0; node < nodes; node++) {
        opening.add(
            threads.submit(
                () -> {
                  start.await();
                  return JdbcJobStore.open(source);
                }));
      }
      Job job = job();
      for (Future<JdbcJobStore> open : opening) {
        try (JdbcJobStore store = open.get(60, TimeUnit.SECONDS)) {
          store.insert(Job.builder(JobId.random(), job.request(), job.created()).build());
          assertThat(store).isInstanceOf(SharedJobStore.class);
        }
      }
      try (JdbcJobStore store = JdbcJobStore.open(source)) {
        assertThat(store.unfinished()).hasSize(nodes);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anApplicationsOwnMigrationsAreLeftAlone() throws Exception {
    DataSource source = Postgres.newSchema();
    Flyway theirs = Flyway.configure().dataSource(source).baselineVersion("7").load();
    theirs.baseline();

    JdbcJobStore.open(source).close();

    assertThat(theirs.info().current().getVersion().getVersion()).isEqualTo("7");
    theirs.validate();
  }
}
