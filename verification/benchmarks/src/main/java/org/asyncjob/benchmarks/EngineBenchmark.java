package org.asyncjob.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.asyncjob.Job;
import org.asyncjob.JobRequest;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.store.InMemoryJobStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The engine without HTTP: a job that does nothing, from its submission to its discarding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class EngineBenchmark {

  private static final JobRequest REQUEST =
      JobRequest.builder(NoOpJobs.KIND).options(Map.of("city", "Ulm")).build();

  /** {@code direct} runs a job in the thread that submits it, {@code pool} hands it to another. */
  @Param({"direct", "pool"})
  public String executor = "direct";

  private JobEngine engine = engine(new DirectJobExecutor());
  private Job finished = submitted();

  /** For JMH. */
  public EngineBenchmark() {}

  /** Starts an engine with one job that has ended. */
  @Setup(Level.Trial)
  public void start() {
    engine.close();
    engine =
        engine(
            executor.equals("direct")
                ? new DirectJobExecutor()
                : ThreadPoolJobExecutor.builder().queueCapacity(1_000_000).build());
    finished = submitted();
  }

  /** Stops it. */
  @TearDown(Level.Trial)
  public void stop() {
    engine.close();
  }

  /** Submits a job, waits for its end without giving up the processor, and discards it. */
  @Benchmark
  public Job fromSubmissionToEnd() {
    Job job = submitted();
    engine.discard(job.id());
    return job;
  }

  /** Asks for a finished job. */
  @Benchmark
  public Job find() {
    return engine.find(finished.id()).orElseThrow();
  }

  private Job submitted() {
    Job job = engine.submit(REQUEST);
    while (!job.state().isFinished()) {
      Thread.onSpinWait();
      job = engine.find(job.id()).orElseThrow();
    }
    return job;
  }

  private static JobEngine engine(JobExecutor executor) {
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(NoOpServer.unusedBlobs())
            .executor(executor)
            .handler(NoOpJobs.KIND, JsonNode.class, (options, context) -> NoOpServer.done(context))
            .tombstones(Duration.ofSeconds(1))
            .grace(Duration.ZERO)
            .build();
    engine.start();
    return engine;
  }
}
