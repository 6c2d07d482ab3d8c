package org.asyncjob.app;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.media.multipart.MultiPartProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application on a Grizzly of its own. Safe for many threads. */
public final class Mp4ToMp3Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Mp4ToMp3Server.class);
  private static final String LISTENER = "grizzly";
  private static final int OPEN_REQUESTS_SECONDS = 5;

  private final Mp4ToMp3 app;
  private final HttpServer http;
  private final URI uri;

  private Mp4ToMp3Server(Mp4ToMp3 app, HttpServer http, URI uri) {
    this.app = app;
    this.http = http;
    this.uri = uri;
  }

  /**
   * Starts to listen; returns when requests are served.
   *
   * @throws StartException if it cannot; the message tells the operator why and what to do
   */
  public static Mp4ToMp3Server start(ServeOptions options) {
    Mp4ToMp3 app = Mp4ToMp3.start(options, GrizzlyProxies::new);
    HttpServer http = server(app, options);
    try {
      http.start();
    } catch (IOException e) {
      app.close();
      throw new StartException(
          "cannot listen on %s port %d (%s); choose others with --host and --port"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
    int port = http.getListener(LISTENER).getPort();
    return new Mp4ToMp3Server(app, http, base(options.host(), port));
  }

  private static HttpServer server(Mp4ToMp3 app, ServeOptions options) {
    ResourceConfig config = new ResourceConfig();
    app.components().forEach(config::register);
    config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    config.register(new MultiPartProperties().tempDir(app.uploads().toString()).resolver());
    HttpServer http =
        GrizzlyHttpServerFactory.createHttpServer(
            base(options.host(), options.port()), config, false);
    NetworkListener listener = http.getListener(LISTENER);
    listener.registerAddOn(new DeclinedUpgrades());
    // Grizzly's own default is one thread a processor, which a few slow uploads occupy.
    listener
        .getTransport()
        .setWorkerThreadPoolConfig(
            ThreadPoolConfig.defaultConfig()
                .setPoolName("http")
                .setCorePoolSize(options.httpThreads())
                .setMaxPoolSize(options.httpThreads())
                .setQueueLimit(-1));
    http.getServerConfiguration().setDefaultErrorPageGenerator(new ProblemPage());
    return http;
  }

  private static URI base(String host, int port) {
    String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + port + "/");
  }

  /** Where it listens, with the port that was taken. */
  public URI uri() {
    return uri;
  }

  /** The application behind it. */
  public Mp4ToMp3 app() {
    return app;
  }

  /**
   * Stops: refuses new work while running conversions get their grace period and clients can still
   * ask how they stand, then lets go of the port.
   */
  @Override
  public void close() {
    app.close();
    try {
      http.shutdown(OPEN_REQUESTS_SECONDS, TimeUnit.SECONDS)
          .get(OPEN_REQUESTS_SECONDS + 1L, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      http.shutdownNow();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("requests were still open", e);
      http.shutdownNow();
    }
  }
}
