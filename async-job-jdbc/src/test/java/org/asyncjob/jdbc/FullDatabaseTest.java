package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyncjob.Job;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** There is no space left, in the database or on its disk. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDatabaseTest {

  private static final String TEXT = "0123456789abcdef".repeat(2 * 1024);

  @TempDir private Path directory;

  private static Job large() {
    return SomeJobs.queued(JobRequest.builder("mp3").options(Map.of("text", TEXT)));
  }

  /** Stores jobs until there is no space. */
  private static List<Job> filled(JdbcJobStore store) {
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
        .hasMessageContaining("SQLite");
    assertThat(stored).isNotEmpty();
    return stored;
  }

  private static void assertGoesOn(JdbcJobStore store, List<Job> stored) {
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
      List<Job> stored = filled(store);
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
        stored = filled(store);
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
