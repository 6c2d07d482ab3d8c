package org.asyncjob.examples.plain;

import java.net.URI;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.examples.report.EndedJobs;
import org.asyncjob.examples.report.Measurements;
import org.asyncjob.examples.report.ReportHandler;
import org.asyncjob.examples.report.ReportOptions;
import org.asyncjob.examples.report.SeasonalMeasurements;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.local.LocalEngine;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** Reports behind HTTP, with Jersey on Grizzly. */
public final class ReportServer implements AutoCloseable {

  private final JobEngine engine;
  private final HttpServer server;
  private final EndedJobs ended;

  private ReportServer(JobEngine engine, HttpServer server, EndedJobs ended) {
    this.engine = engine;
    this.server = server;
    this.ended = ended;
  }

  /** Starts one on a port of this machine, 0 for any that is free. */
  public static ReportServer start(int port, Measurements measurements) {
    EndedJobs ended = new EndedJobs();
    JobEngine engine =
        LocalEngine.builder()
            .handler(
                ReportHandler.KIND,
                ReportOptions.class,
                new ReportHandler(measurements),
                ReportHandler.settings())
            .listener(ended)
            .build();
    ResourceConfig application =
        new ResourceConfig(Reports.class)
            .register(AsyncJobFeature.builder(engine).problemDetailsForEverything().build());
    URI address = URI.create("http://127.0.0.1:" + port + "/");
    return new ReportServer(
        engine, GrizzlyHttpServerFactory.createHttpServer(address, application), ended);
  }

  /** Where reports are ordered. */
  public URI reports() {
    int port = server.getListeners().iterator().next().getPort();
    return URI.create("http://127.0.0.1:" + port + "/reports");
  }

  /** How jobs have ended. */
  public EndedJobs ended() {
    return ended;
  }

  /** Lets jobs that run finish, while clients can still ask for them; then closes the port. */
  @Override
  public void close() {
    engine.close();
    server.shutdownNow();
  }

  /** Serves until the process ends, on port 8080. */
  public static void main(String[] arguments) throws InterruptedException {
    ReportServer server = start(8080, new SeasonalMeasurements());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    System.out.println("POST orders to " + server.reports());
    Thread.currentThread().join();
  }
}
