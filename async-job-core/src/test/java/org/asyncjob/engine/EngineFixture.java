package org.asyncjob.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** An engine on real stores with one handler that does what the options of a job say. */
final class EngineFixture implements AutoCloseable {

  static final String KIND = "play";

  final InMemoryJobStore store;
  final FileBlobStore blobs;
  final JobEngine engine;
  final Play handler;

  EngineFixture(Path directory) {
    this(directory, new InMemoryJobStore(), pool(1, 10), new Play());
  }

  EngineFixture(Path directory, InMemoryJobStore store, JobExecutor executor, Play handler) {
    this.store = store;
    this.handler = handler;
    try {
      blobs = new FileBlobStore(directory.resolve("blobs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(blobs)
            .executor(executor)
            .handler(KIND, PlayOptions.class, handler)
            .workDirectory(directory.resolve("work"))
            .grace(Duration.ofMillis(100))
            .build();
  }

  static JobExecutor pool(int workers, int queue) {
    return ThreadPoolJobExecutor.builder().workers(workers).queueCapacity(queue).build();
  }

  EngineFixture started() {
    engine.start();
    return this;
  }

  JobId submit(String act) {
    return engine.submit(request(act).build()).id();
  }

  static JobRequest.Builder request(String act) {
    return JobRequest.builder(KIND).options(Map.of("act", act));
  }

  Blob input(String text) throws IOException {
    try (BlobWriter writer = engine.createInput("input.txt", "text/plain")) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
      return writer.commit();
    }
  }

  static Blob blob(Job succeeded) {
    return ((JobResult.Bytes) succeeded.result().orElseThrow()).blob();
  }

  /** Waits long for what comes late, and not long for what is there. */
  static ConditionFactory patiently() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }

  Job awaitState(JobId id, JobState state) {
    return patiently()
        .until(() -> engine.find(id), job -> job.map(Job::state).equals(Optional.of(state)))
        .orElseThrow();
  }

  @Override
  public void close() {
    handler.release.countDown();
    engine.close();
  }

  /** What the handler is to do. */
  record PlayOptions(String act, int count) {}

  /** Acts as told; "wait" and "deaf" go on until {@link #release}, "deaf" whatever happens. */
  static final class Play implements JobHandler<PlayOptions> {

    final CountDownLatch release = new CountDownLatch(1);

    @Override
    public void validate(PlayOptions options, JobRequest request) {
      if (options.act().equals("refuse")) {
        throw new UnacceptableRequestException("Acting is not wanted today.");
      }
    }

    @Override
    public Optional<Duration> estimate(PlayOptions options, JobRequest request) {
      return options.act().equals("long") ? Optional.of(Duration.ofSeconds(40)) : Optional.empty();
    }

    @Override
    public JobResult run(PlayOptions options, JobContext context) throws Exception {
      switch (options.act()) {
        case "wait", "long" -> {
          context.progress(40, "waiting");
          release.await();
        }
        case "deaf" -> awaitDeaf();
        case "fail" ->
            throw new JobFailedException(
                new JobFailure("stage-fright", "Stage fright", "The actor ran away."));
        case "json" -> {
          return context.json(Map.of("count", options.count()));
        }
        case "link" -> {
          return JobResult.link(URI.create("https://example.org/a"));
        }
        case "unwritable" -> {
          return context.json(new Object());
        }
        case "long json" -> {
          return context.json("x".repeat(JobResult.Json.MAX_BYTES));
        }
        case "crash" -> throw new IllegalStateException("/secret/path broke");
        case "overflow" -> throw new StackOverflowError();
        case "interrupt" -> throw new InterruptedException("by itself");
        default -> context.progress(90, "writing");
      }
      Path file = context.workDirectory().resolve("out");
      String text = options.act() + " " + options.count() + " attempt " + context.attempt();
      java.nio.file.Files.writeString(file, text);
      return context.keep(file, "out.txt", "text/plain");
    }

    private void awaitDeaf() {
      boolean released = false;
      while (!released) {
        try {
          release.await();
          released = true;
        } catch (InterruptedException e) {
          // deaf: that is what is tested
        }
      }
    }
  }
}
