package org.asyncjob.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.engine.HandlerSettings;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.spi.SharedJobExecutor;
import org.asyncjob.store.FileBlobStore;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** An engine of several in one process, with a handler that does what the options of a job say. */
final class TestNode implements AutoCloseable {

  static final String KIND = "act";

  @SuppressWarnings("unchecked")
  private static final Class<Map<?, ?>> MAPS = (Class<Map<?, ?>>) (Class<?>) Map.class;

  final String name;
  final SharedMemory.NodeStore store;
  final SharedJobExecutor executor;
  final JobEngine engine;
  final Act act = new Act();

  TestNode(String name, Path directory, SharedMemory memory, LeaseCluster cluster) {
    this(name, directory, memory, cluster, HandlerSettings.builder().build());
  }

  TestNode(
      String name,
      Path directory,
      SharedMemory memory,
      LeaseCluster cluster,
      HandlerSettings settings) {
    this.name = name;
    store = memory.newNode();
    executor = cluster.newNode();
    try {
      engine =
          JobEngine.builder()
              .store(store)
              .blobs(new FileBlobStore(directory.resolve("blobs")))
              .executor(executor)
              .handler(KIND, MAPS, act, settings)
              .workDirectory(directory.resolve("work-" + name))
              .grace(Duration.ofMillis(50))
              .build();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    engine.start();
  }

  /**
   * "play" ends at once, "wait" when it is released, "deaf" as well, whatever happens meanwhile.
   */
  JobId submit(String what) {
    JobRequest request = JobRequest.builder(KIND).options(Map.of("act", what)).build();
    return engine.submit(request).id();
  }

  Job find(JobId id) {
    return engine.find(id).orElseThrow();
  }

  Job awaitState(JobId id, JobState state) {
    return patiently().until(() -> find(id), job -> job.state() == state);
  }

  /** Waits until this node, and no other, runs a job. */
  void awaitAtWork(JobId id) {
    patiently().until(() -> act.atWork.contains(id));
  }

  String text(Job done) throws IOException {
    JobResult.Bytes bytes = (JobResult.Bytes) done.result().orElseThrow();
    try (InputStream in = engine.open(bytes.blob(), 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static ConditionFactory patiently() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }

  @Override
  public void close() {
    act.release.countDown();
    engine.close();
  }

  final class Act implements JobHandler<Map<?, ?>> {

    final CountDownLatch release = new CountDownLatch(1);
    final ConcurrentLinkedQueue<JobId> atWork = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<JobId> interrupted = new ConcurrentLinkedQueue<>();
    final AtomicInteger mostAtWork = new AtomicInteger();

    @Override
    public Optional<Duration> estimate(Map<?, ?> options, JobRequest request) {
      return Optional.of(Duration.ofSeconds(40));
    }

    @Override
    public JobResult run(Map<?, ?> options, JobContext context) throws Exception {
      atWork.add(context.id());
      mostAtWork.accumulateAndGet(atWork.size(), Math::max);
      try {
        return act(String.valueOf(options.get("act")), context);
      } finally {
        atWork.remove(context.id());
      }
    }

    private JobResult act(String what, JobContext context) throws Exception {
      switch (what) {
        case "wait", "deaf" -> {
          context.progress(50, "waiting");
          awaitRelease(what.equals("deaf"), context);
        }
        case "fail once" -> {
          if (context.attempt() == 1) {
            throw new IOException("for a test");
          }
        }
        default -> context.progress(90, "writing");
      }
      try (BlobWriter out = context.createOutput("out.txt", "text/plain")) {
        String text = name + " attempt " + context.attempt();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        return JobResult.blob(out.commit());
      }
    }

    private void awaitRelease(boolean isDeaf, JobContext context) throws InterruptedException {
      while (true) {
        try {
          release.await();
          return;
        } catch (InterruptedException e) {
          interrupted.add(context.id());
          if (!isDeaf) {
            throw e;
          }
        }
      }
    }
  }
}
