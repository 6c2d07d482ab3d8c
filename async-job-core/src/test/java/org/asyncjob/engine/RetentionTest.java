package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a finished job as days go by. */
class RetentionTest {

  @TempDir private Path directory;
  private final InMemoryJobStore store = new InMemoryJobStore();
  private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void anExpiredJobIsATombstoneWithoutItsFilesAndIsThenForgotten() throws Exception {
    JobId id;
    try (JobEngine first = started()) {
      id = first.submit(JobRequest.builder("write").build()).id();
      assertThat(first.find(id).orElseThrow().expires()).isEqualTo(now.plus(Duration.ofDays(2)));
      assertThat(files()).isNotEmpty();
    }

    now = now.plus(Duration.ofDays(2)).plusSeconds(1);
    try (JobEngine second = started()) {
      awaitUntil(() -> second.find(id).filter(Job::discarded).isPresent());
      awaitUntil(() -> files().isEmpty());
    }

    now = now.plus(Duration.ofDays(3)).plusSeconds(1);
    try (JobEngine third = started()) {
      awaitUntil(() -> third.find(id).isEmpty());
    }
  }

  @Test
  void aJobIsGoneAtTheInstantThatItHasNamedWhateverHousekeepingDoes() throws Exception {
    try (JobEngine engine = started()) {
      JobId id = engine.submit(JobRequest.builder("write").build()).id();
      Instant expires = engine.find(id).orElseThrow().expires();

      now = expires.minusMillis(1);
      assertThat(engine.find(id)).get().matches(job -> !job.discarded());
      assertThat(files()).isNotEmpty();

      now = expires;
      assertThat(engine.find(id)).get().matches(Job::discarded);
      assertThat(files()).isEmpty();
    }
  }

  /** It looks for what is due as soon as it starts. */
  private JobEngine started() throws IOException {
    JobEngine engine =
        JobEngine.builder()
            .store(store)
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(new DirectJobExecutor())
            .handler("write", JsonNode.class, (options, context) -> write(context))
            .workDirectory(directory.resolve("work"))
            .retention(Duration.ofDays(2))
            .tombstones(Duration.ofDays(3))
            .clock(() -> now)
            .build();
    engine.start();
    return engine;
  }

  private static JobResult write(JobContext context) throws IOException {
    try (BlobWriter result = context.createOutput("a.txt", "text/plain")) {
      result.write("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return JobResult.blob(result.commit());
    }
  }

  private static void awaitUntil(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith("lock"))
          .toList();
    }
  }
}
