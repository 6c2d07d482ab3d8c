package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jdbc.Database.Product;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines on these stores, set up as an application would. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DurableEngineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JobRequest REQUEST = JobRequest.builder("greet").build();

  @TempDir private Path directory;

  private JobEngine engine(JdbcJobStore store, JobHandler<Map<String, Object>> handler)
      throws IOException {
    return JobEngine.builder()
        .store(store)
        .closing(store)
        .blobs(new FileBlobStore(directory.resolve("files")))
        .workDirectory(directory.resolve("work"))
        .executor(new ThreadPoolJobExecutor())
        .grace(Duration.ZERO)
        .handler("greet", options(), handler)
        .build();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Class<Map<String, Object>> options() {
    return (Class) Map.class;
  }

  private static Job finished(JobEngine engine, Job job) throws Exception {
    return engine.whenFinished(job, PATIENCE).get(60, TimeUnit.SECONDS);
  }

  @Test
  void aJobThatAStoppedProcessHadBegunIsDoneByTheNextOne() throws Exception {
    Path file = directory.resolve("jobs.db");
    CountDownLatch begun = new CountDownLatch(1);
    Job job;
    try (JobEngine first =
        engine(
            JdbcJobStore.sqlite(file),
            (options, context) -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return context.json("never");
            })) {
      first.start();
      job = first.submit(REQUEST);
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    }

    try (JobEngine next =
        engine(JdbcJobStore.sqlite(file), (options, context) -> context.json("hello"))) {
      next.start();
      Job found = next.find(job.id()).orElseThrow();

      assertThat(finished(next, found).result()).contains(new JobResult.Json("\"hello\""));
    }
  }

  @Test
  void aJobWhoseRecordIsDamagedFailsAndTheOthersAreDone() throws Exception {
    try (Database database = Product.SQLITE.open(directory)) {
      CountDownLatch open = new CountDownLatch(1);
      JobEngine engine =
          engine(
              database.store(),
              (options, context) -> {
                assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
                return context.json("hello");
              });
      engine.start();
      Job damaged = engine.submit(REQUEST);
      Job sound = engine.submit(REQUEST);
      database.execute("update job set options = '{' where id = ?", damaged.id().value());
      open.countDown();

      assertThat(finished(engine, sound).state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(finished(engine, engine.find(damaged.id()).orElseThrow()).failure())
          .map(JobFailure::type)
          .contains("corrupted-record");
      engine.close();
    }
  }

  @Test
  void aPoolIsSetUpInAFewLines() throws Exception {
    String url = Postgres.newSchema().getUrl();
    String user = "postgres";
    String password = "postgres";

    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setConnectionTimeout(3_000);
    HikariDataSource source = new HikariDataSource(config);
    JdbcJobStore store = JdbcJobStore.open(source);

    try (source;
        store) {
      Job job = SomeJobs.full();
      store.insert(job);
      assertThat(store.find(job.id())).contains(job);
    }
  }
}
