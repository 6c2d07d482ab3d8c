package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyncjob.Job;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.asyncjob.jdbc.Database.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away and comes back. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutageTest {

  private static final String OTHERS =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where pid <> pg_backend_pid() and backend_type = 'client backend'";

  @TempDir private Path directory;

  @Test
  void aConnectionThatWasCutWhileNobodyWroteIsNotNoticed() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      Job job = SomeJobs.full();
      database.store().insert(job);

      Postgres.execute(database.source(), OTHERS);

      assertThat(database.store().replace(SomeJobs.running(job))).isTrue();
      assertThat(database.store().find(job.id())).contains(SomeJobs.running(job));
    }
  }

  @Test
  void writersWhoseConnectionsAreCutAllTheTimeLoseNothingThatTheyWereToldOf() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      JdbcJobStore store = database.store();
      List<Callable<List<Job>>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        writers.add(
            () -> {
              List<Job> stored = new ArrayList<>();
              while (stored.size() < 100) {
                Job job = SomeJobs.full();
                if (succeeds(() -> store.insert(job))) {
                  stored.add(job);
                }
              }
              stored.forEach(job -> assertThat(store.find(job.id())).contains(job));
              return stored;
            });
      }
      writers.add(
          () -> {
            for (int cut = 0; cut < 30; cut++) {
              Postgres.execute(database.source(), OTHERS);
            }
            return List.of();
          });

      assertThat(Together.outcomes(writers))
          .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(String.class));
    }
  }

  private static boolean succeeds(Runnable write) {
    try {
      write.run();
      return true;
    } catch (JobStoreException e) {
      return false;
    }
  }

  @Test
  void whileTheServerIsDownEveryCallSaysSoAndAfterwardsAllIsThere() throws Exception {
    Path data = directory.resolve("data");
    EmbeddedPostgres server = start(data, 0);
    int port = server.getPort();
    try (HikariDataSource pool = pool(server);
        JdbcJobStore store = JdbcJobStore.open(pool)) {
      Job before = SomeJobs.full();
      store.insert(before);

      server.close();

      Job during = SomeJobs.full();
      for (Callable<?> call :
          List.<Callable<?>>of(
              () -> store.insert(during),
              () -> store.find(before.id()),
              () -> store.replace(SomeJobs.running(before)),
              () -> store.remove(before),
              store::unfinished)) {
        assertThatThrownBy(call::call)
            .isInstanceOf(JobStoreException.class)
            .isNotInstanceOf(JobStoreFullException.class)
            .hasMessageContaining("PostgreSQL");
      }
      assertThatThrownBy(() -> JdbcJobStore.open(pool)).isInstanceOf(JobStoreException.class);

      server = start(data, port);

      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(JobStoreException.class)
          .until(() -> store.insert(during).isEmpty());
      assertThat(store.unfinished()).containsExactlyInAnyOrder(before, during);
      assertThat(store.replace(SomeJobs.running(before))).isTrue();
    } finally {
      server.close();
    }
  }

  private static EmbeddedPostgres start(Path data, int port) throws Exception {
    return EmbeddedPostgres.builder()
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private static HikariDataSource pool(EmbeddedPostgres server) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.getPostgresDatabase());
    config.setConnectionTimeout(500);
    return new HikariDataSource(config);
  }
}
