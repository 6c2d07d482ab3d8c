package org.asyncjob.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobStoreException;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.local.LocalEngine;
import org.asyncjob.spi.JobHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What no contract asks: that jobs outlive the process. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartTest {

  @TempDir private Path directory;

  @Test
  void aJobThatWasInterruptedByAShutdownIsDoneAfterTheNextStart() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    JobId id;
    try (JobEngine engine =
        engine(
            (options, job) -> {
              started.countDown();
              new CountDownLatch(1).await();
              return job.json("never");
            })) {
      engine.start();
      id = engine.submit(JobRequest.builder("greet").options(Map.of("name", "Ulm")).build()).id();
      started.await();
      engine.close(Duration.ZERO);
    }

    try (JobEngine engine = engine((options, job) -> job.json("Hello " + options.get("name")))) {
      engine.start();
      Job found = engine.find(id).orElseThrow();
      Job finished = engine.whenFinished(found, Duration.ofSeconds(30)).get();

      assertThat(finished.result()).contains(new JobResult.Json("\"Hello Ulm\""));
    }
  }

  @Test
  void aJobThatCannotBeWrittenIsNotAccepted() throws Exception {
    JsonFileJobStore store = new JsonFileJobStore(directory.resolve("jobs"));
    Files.delete(directory.resolve("jobs"));
    Job job =
        Job.builder(JobId.random(), JobRequest.builder("greet").build(), java.time.Instant.EPOCH)
            .build();

    assertThatExceptionOfType(JobStoreException.class).isThrownBy(() -> store.insert(job));

    assertThat(store.find(job.id())).isEmpty();
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private JobEngine engine(JobHandler<Map> handler) throws Exception {
    return LocalEngine.builder()
        .store(new JsonFileJobStore(directory))
        .handler("greet", Map.class, handler)
        .build();
  }
}
