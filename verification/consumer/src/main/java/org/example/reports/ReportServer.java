package org.example.reports;

import java.net.URI;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.local.LocalEngine;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** Writes reports behind HTTP, on a free port of this machine. */
public final class ReportServer implements AutoCloseable {

  private final JobEngine engine;
  private final HttpServer server;

  private ReportServer(JobEngine engine, HttpServer server) {
    this.engine = engine;
    this.server = server;
  }

  /** Starts one. */
  public static ReportServer start() {
    JobEngine jobs = LocalEngine.of("report", Order.class, (order, job) -> job.json(write(order)));
    ResourceConfig app = new ResourceConfig(Reports.class).register(AsyncJobFeature.of(jobs));
    URI anyPort = URI.create("http://127.0.0.1:0/");
    return new ReportServer(jobs, GrizzlyHttpServerFactory.createHttpServer(anyPort, app));
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

  private static Report write(Order order) {
    return new Report("Rain in " + order.city() + ".");
  }

  /** What the JSON has to be like; any other member is answered with 400. */
  record Order(String city) {}

  /** What is sent back. */
  record Report(String text) {}
}
