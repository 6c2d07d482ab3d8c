package org.asyncjob.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.readme.HandlersPage.City;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/handlers.md is code that compiles and does what the page says. */
class HandlersPageTest {

  private static final Path CODE = Path.of("src/test/java/org/asyncjob/readme/HandlersPage.java");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile(
          "(?ms)^ *// docs/handlers.md: (?!end)[^\n]*\n(.*?)\n *// docs/handlers.md: end$");

  @TempDir Path directory;

  @Test
  void thePageShowsTheCodeThatIsTestedHere() throws Exception {
    List<String> shown =
        JAVA_BLOCK
            .matcher(Files.readString(Path.of("../docs/handlers.md")))
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(shown).isNotEmpty().containsExactlyElementsOf(regions());
  }

  @Test
  void aJobWithTheSettingsOfThePageHasAnotherAttempt() throws Exception {
    JobEngineBuilder builder = builder();
    HandlersPage.settings(builder, failsOnce(new IOException("no connection")));

    try (JobEngine engine = builder.build()) {
      engine.start();
      Job done = awaitEnd(engine, submit(engine));

      assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(done.attempt()).isEqualTo(2);
    }
  }

  @Test
  void whatThePageNamesAsFinalIsFinal() throws Exception {
    JobEngineBuilder builder = builder();
    HandlersPage.settings(builder, failsOnce(new IllegalArgumentException("no such city")));

    try (JobEngine engine = builder.build()) {
      engine.start();
      Job failed = awaitEnd(engine, submit(engine));

      assertThat(failed.state()).isEqualTo(JobState.FAILED);
      assertThat(failed.attempt()).isEqualTo(1);
    }
  }

  @Test
  void theListenerOfThePageCountsEachEndOnce() throws Exception {
    Map<JobState, LongAdder> ended = new ConcurrentHashMap<>();
    JobEngineBuilder builder = builder();
    HandlersPage.settings(builder, failsOnce(new IllegalArgumentException("no such city")));
    HandlersPage.listener(builder, ended);

    try (JobEngine engine = builder.build()) {
      engine.start();
      engine.discard(awaitEnd(engine, submit(engine)).id());
    }

    assertThat(ended).containsOnlyKeys(JobState.FAILED);
    assertThat(ended.get(JobState.FAILED).sum()).isEqualTo(1);
  }

  @Test
  void jobsRunOnTheThreadsOfTheServiceThatThePageIsGiven() throws Exception {
    ExecutorService service = Executors.newCachedThreadPool();
    JobEngineBuilder builder = builder();
    HandlersPage.settings(builder, failsOnce(new IOException("no connection")));
    HandlersPage.executor(builder, service);

    try (JobEngine engine = builder.build()) {
      engine.start();
      assertThat(awaitEnd(engine, submit(engine)).state()).isEqualTo(JobState.SUCCEEDED);
    }

    assertThat(service.shutdownNow()).isEmpty();
  }

  private JobEngineBuilder builder() throws IOException {
    return JobEngine.builder()
        .store(new InMemoryJobStore())
        .blobs(new FileBlobStore(directory.resolve("blobs")))
        .executor(new ThreadPoolJobExecutor())
        .workDirectory(directory.resolve("work"));
  }

  private static JobHandler<City> failsOnce(Exception failure) {
    return (city, job) -> {
      if (job.attempt() == 1) {
        throw failure;
      }
      Path file = Files.writeString(job.workDirectory().resolve("weather"), "Rain.");
      return job.keep(file, city.city() + ".txt", "text/plain");
    };
  }

  private static JobId submit(JobEngine engine) {
    JobRequest request = JobRequest.builder("weather").options(Map.of("city", "Ulm")).build();
    return engine.submit(request).id();
  }

  private static Job awaitEnd(JobEngine engine, JobId id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> engine.find(id).orElseThrow(), job -> job.state().isFinished());
  }

  /** The lines between the marks, moved to the left edge. */
  private static List<String> regions() throws IOException {
    return REGION
        .matcher(Files.readString(CODE))
        .results()
        .map((MatchResult region) -> region.group(1).stripIndent() + "\n")
        .toList();
  }
}
