package org.example.reports;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** Writes reports behind HTTP, on a free port of this machine. */
public final class ReportServer implements AutoCloseable {

  private final JobEngine engine;
  private final HttpServer server;

  /** Starts one that keeps its files in a directory. */
  public ReportServer(Path directory) throws IOException {
    engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory))
            .executor(new ThreadPoolJobExecutor())
            .handler(
                "report",
                Reports.Order.class,
                (order, job) -> {
                  Path file = Files.writeString(job.workDirectory().resolve("report"), "Rain.");
                  return job.keep(file, order.city() + ".txt", "text/plain");
                })
            .build();
    engine.start();
    AsyncJobFeature jobs = AsyncJobFeature.of(engine);
    server =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            new ResourceConfig().registerInstances(jobs, new Reports(jobs)));
  }

  /** Where reports are ordered. */
  public URI reports() {
    int port = server.getListeners().iterator().next().getPort();
    return URI.create("http://127.0.0.1:" + port + "/reports");
  }

  @Override
  public void close() {
    server.shutdownNow();
    engine.close();
  }
}
