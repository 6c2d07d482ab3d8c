package org.asyncjob.examples.cdi;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.URI;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * Reports behind HTTP, on a server with CDI: here Jersey, Weld and Grizzly in one process. A
 * Jakarta EE server starts both itself; what is left of this class there is a {@code
 * jakarta.ws.rs.core.Application} whose feature is injected.
 */
public final class CdiReportServer implements AutoCloseable {

  private final SeContainer container;
  private final HttpServer server;

  private CdiReportServer(SeContainer container, HttpServer server) {
    this.container = container;
    this.server = server;
  }

  /** Starts one on a port of this machine, 0 for any that is free. */
  public static CdiReportServer start(int port) {
    SeContainer container = SeContainerInitializer.newInstance().initialize();
    ResourceConfig application =
        new ResourceConfig(InjectedReports.class)
            .register(container.select(AsyncJobFeature.class).get());
    URI address = URI.create("http://127.0.0.1:" + port + "/");
    return new CdiReportServer(
        container, GrizzlyHttpServerFactory.createHttpServer(address, application));
  }

  /** Where reports are ordered. */
  public URI reports() {
    int port = server.getListeners().iterator().next().getPort();
    return URI.create("http://127.0.0.1:" + port + "/reports");
  }

  /** Returns a bean of the application. */
  public <T> T bean(Class<T> type) {
    return container.select(type).get();
  }

  @Override
  public void close() {
    server.shutdownNow();
    container.close();
  }

  /** Serves until the process ends, on port 8080. */
  public static void main(String[] arguments) throws InterruptedException {
    CdiReportServer server = start(8080);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    System.out.println("POST orders to " + server.reports());
    Thread.currentThread().join();
  }
}
