package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.asyncjob.Job;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** There is no space left, in the database or on its disk. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDatabaseTest {

  @TempDir private Path directory;

  /** PostgreSQL would compress what repeats. */
  private final Random random = new Random(1);

  private Job large() {
    byte[] bytes = new byte[24 * 1024];
    random.nextBytes(bytes);
    String text = Base64.getEncoder().encodeToString(bytes);
    return SomeJobs.queued(JobRequest.builder("mp3").options(Map.of("text", text)));
  }

  /** Stores jobs until there is no space. */
  private List<Job> filled(JdbcJobStore store, String product) {
    List<Job> stored = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int number = 0; number < 10_000; number++) {
                Job job = large();
                store.insert(job);
                stored.add(job);
              }
            })
        .isInstanceOf(JobStoreFullException.class)
        .hasMessageContaining(product);
    assertThat(stored).isNotEmpty();
    return stored;
  }

  private void assertGoesOn(JdbcJobStore store, List<Job> stored) {
    Job refused = large();
    assertThatThrownBy(() -> store.insert(refused)).isInstanceOf(JobStoreFullException.class);
    assertThat(store.find(refused.id())).isEmpty();
    assertThat(store.unfinished()).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  void aFullDatabaseSaysSoKeepsWhatItHasAndTakesMoreOnceThereIsRoom() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setPragma(SQLiteConfig.Pragma.MAX_PAGE_COUNT, "500");
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + directory.resolve("jobs.db"));
    try (JdbcJobStore store = JdbcJobStore.open(source)) {
      List<Job> stored = filled(store, "SQLite");
      assertGoesOn(store, stored);

      stored.subList(0, 10).forEach(store::remove);

      Job job = large();
      assertThat(store.insert(job)).isEmpty();
      assertThat(store.find(job.id())).contains(job);
    }
  }

  @Test
  void aFullDiskSaysSoKeepsWhatItHasAndTakesMoreOnceThereIsRoom() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()),
        "a small tmpfs has to be mounted for this, which takes root on Linux");
    try {
      Path file = small.resolve("jobs.db");
      Path others = Files.write(small.resolve("others"), new byte[2 * 1024 * 1024]);
      List<Job> stored;
      try (JdbcJobStore store = JdbcJobStore.sqlite(file)) {
        stored = filled(store, "SQLite");
        assertGoesOn(store, stored);

        Files.delete(others);
        Job job = large();
        assertThat(store.insert(job)).isEmpty();
        stored.add(job);
      }
      try (JdbcJobStore store = JdbcJobStore.sqlite(file)) {
        assertThat(store.unfinished()).containsExactlyInAnyOrderElementsOf(stored);
      }
    } finally {
      run("umount", "--lazy", small.toString());
    }
  }

  @Test
  void aFullDiskOfPostgresSaysSoKeepsWhatItHasAndTakesMoreOnceThereIsRoom() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()),
        "a small tmpfs has to be mounted for this, which takes root on Linux");
    try (EmbeddedPostgres server = Postgres.start()) {
      Path tables = Files.createDirectory(small.resolve("tables"));
      Path others = Files.write(small.resolve("others"), new byte[2 * 1024 * 1024]);
      PGSimpleDataSource source = (PGSimpleDataSource) server.getPostgresDatabase();
      Postgres.execute(source, "create tablespace small location '" + tables + "'");
      source.setOptions("-c default_tablespace=small");
      try (JdbcJobStore store = JdbcJobStore.open(source)) {
        List<Job> stored = filled(store, "PostgreSQL");
        assertGoesOn(store, stored);
        Job first = stored.get(0);
        assertThat(store.find(first.id())).contains(first);

        Files.delete(others);
        Job job = large();
        assertThat(store.insert(job)).isEmpty();
        assertThat(store.find(job.id())).contains(job);
        assertThat(store.replace(SomeJobs.running(first))).isTrue();
      }
    } finally {
      run("umount", "--lazy", small.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
