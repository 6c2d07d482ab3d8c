package org.asyncjob.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.FileBlobStore;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.server.ResourceConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The library embedded in Jersey on Grizzly as a team would, with jobs that do nothing: {@code POST
 * /jobs} with any JSON. What it takes beyond {@link BareServer} is what the library costs.
 */
@Command(
    name = "no-op-server",
    mixinStandardHelpOptions = true,
    description = "Serves jobs that do nothing: POST /jobs with any JSON. For load tools.")
public final class NoOpServer implements Callable<Integer> {

  private static final Map<String, Boolean> DONE = Map.of("done", true);

  @Mixin private final Listener listener = new Listener();

  @Option(
      names = "--store",
      defaultValue = "memory",
      description = "Where jobs are kept, one of ${COMPLETION-CANDIDATES} (default: memory).")
  private StoreKind kind = StoreKind.MEMORY;

  @Option(
      names = "--url",
      defaultValue = "",
      description = "For sqlite a file, for postgres a JDBC URL with user and password.")
  private String url = "";

  @Option(
      names = "--queue",
      defaultValue = "100000",
      description = "How many jobs may wait (default: ${DEFAULT-VALUE}).")
  private int queue = 100_000;

  @Option(
      names = "--retention",
      defaultValue = "PT1M",
      description =
          "How long finished jobs are kept, so that a long load does not fill the heap (default: ${DEFAULT-VALUE}).")
  private Duration retention = Duration.ofMinutes(1);

  private NoOpServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new NoOpServer())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    try (Running server = start()) {
      System.out.println("listening on " + server.uri());
      new CountDownLatch(1).await();
    }
    return 0;
  }

  /** Starts one on a free port of the loopback interface. */
  static Running onFreePort() throws IOException {
    NoOpServer server = new NoOpServer();
    server.listener.port = 0;
    return server.start();
  }

  private Running start() throws IOException {
    JobStore store = kind.open(url);
    JobEngine engine =
        JobEngine.builder()
            .store(store)
            .blobs(unusedBlobs())
            .executor(kind.executor(store, queue))
            .handler(NoOpJobs.KIND, JsonNode.class, (options, context) -> done(context))
            .handler(HeldJobs.KIND, JsonNode.class, (options, context) -> held(context))
            .retention(retention)
            .tombstones(Duration.ofSeconds(1))
            .grace(Duration.ZERO)
            .build();
    engine.start();
    AsyncJobFeature jobs = AsyncJobFeature.of(engine);
    HttpServer http =
        listener.serve(
            new ResourceConfig().registerInstances(jobs, new NoOpJobs(jobs), new HeldJobs(jobs)));
    return new Running(engine, http);
  }

  /** What an engine has to have: these jobs have no input, and a result that is JSON. */
  static BlobStore unusedBlobs() {
    try {
      return new FileBlobStore(Files.createTempDirectory("no-op-jobs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JobResult done(JobContext context) {
    return context.json(DONE);
  }

  private static JobResult held(JobContext context) throws InterruptedException {
    context.progress(42, "waiting");
    new CountDownLatch(1).await();
    return done(context);
  }

  /** A server that listens. */
  record Running(JobEngine engine, HttpServer http) implements AutoCloseable {

    URI uri() {
      return Listener.uri(http);
    }

    @Override
    public void close() {
      http.shutdownNow();
      engine.close();
    }
  }
}
