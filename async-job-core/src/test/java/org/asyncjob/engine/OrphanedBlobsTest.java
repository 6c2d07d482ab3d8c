package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncjob.Blob;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that a crash has left behind, beside those that somebody still needs. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class OrphanedBlobsTest {

  @TempDir Path directory;

  private final InMemoryJobStore store = new InMemoryJobStore();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicReference<Blob> made = new AtomicReference<>();

  @Test
  void whatNoJobRefersToIsDeletedAndAllElseStays() throws Exception {
    FileBlobStore blobs = new FileBlobStore(directory.resolve("blobs"));
    Blob orphan = blob(blobs, "orphan");
    Blob input = blob(blobs, "input of a job that waits");
    try (JobEngine engine = engine(blobs, Duration.ofMillis(1))) {
      engine.start();
      JobId done = engine.submit(request("play").build()).id();
      EngineFixture.patiently().until(() -> state(done) == JobState.SUCCEEDED);
      Blob result = EngineFixture.blob(store.find(done).orElseThrow());
      JobId running = engine.submit(request("wait").build()).id();
      EngineFixture.patiently().until(() -> made.get() != null);
      engine.submit(request("play").input(input).build());

      EngineFixture.patiently().until(() -> blobs.file(orphan).isEmpty());

      assertThat(blobs.file(input)).isPresent();
      assertThat(blobs.file(result)).isPresent();
      assertThat(blobs.file(made.get())).as("what a job at work has made").isPresent();
      release.countDown();
      EngineFixture.patiently().until(() -> state(running) == JobState.SUCCEEDED);
    }
  }

  @Test
  void whatIsYoungStays() throws Exception {
    FileBlobStore blobs = new FileBlobStore(directory.resolve("blobs"));
    Blob upload = blob(blobs, "of a job that is about to be stored");
    Transitions none =
        new Transitions(
            store,
            java.time.InstantSource.system(),
            Duration.ofDays(1),
            Duration.ofDays(1),
            new Announcements(job -> {}, java.util.List.of()));
    Housekeeping housekeeping =
        new Housekeeping(store, blobs, none, new Workload(), java.time.InstantSource.system());

    housekeeping.sweep(Duration.ofDays(1));
    assertThat(blobs.file(upload)).isPresent();

    housekeeping.sweep(Duration.ofDays(-1));
    assertThat(blobs.file(upload)).isEmpty();
  }

  private JobEngine engine(FileBlobStore blobs, Duration orphans) {
    return JobEngine.builder()
        .store(store)
        .blobs(blobs)
        .executor(ThreadPoolJobExecutor.builder().workers(1).build())
        .handler(
            "act", Map.class, (options, context) -> act(options.containsValue("wait"), context))
        .workDirectory(directory.resolve("work"))
        .orphans(orphans)
        .build();
  }

  private JobResult act(boolean waits, JobContext context) throws Exception {
    try (BlobWriter out = context.createOutput("out.txt", "text/plain")) {
      out.write('x');
      Blob blob = out.commit();
      if (waits) {
        made.set(blob);
        release.await();
      }
      return JobResult.blob(blob);
    }
  }

  private static JobRequest.Builder request(String act) {
    return JobRequest.builder("act").options(Map.of("act", act));
  }

  private static Blob blob(FileBlobStore blobs, String text) throws IOException {
    try (BlobWriter writer = blobs.create("in.txt", "text/plain")) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
      return writer.commit();
    }
  }

  private JobState state(JobId id) {
    return store.find(id).orElseThrow().state();
  }
}
