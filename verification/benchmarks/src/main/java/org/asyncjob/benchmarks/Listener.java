package org.asyncjob.benchmarks;

import java.io.IOException;
import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import picocli.CommandLine.Option;

/** Where a server listens and with how many threads: the same for every server measured here. */
final class Listener {

  private static final String NAME = "grizzly";

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port = 8080;

  @Option(
      names = "--http-threads",
      defaultValue = "64",
      description = "Threads that serve requests (default: ${DEFAULT-VALUE}).")
  int threads = 64;

  static Listener onFreePort() {
    Listener listener = new Listener();
    listener.port = 0;
    return listener;
  }

  /** Starts to listen; returns when requests are served. */
  HttpServer serve(ResourceConfig resources) throws IOException {
    resources.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    HttpServer server =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://" + host + ":" + port + "/"), resources, false);
    server
        .getListener(NAME)
        .getTransport()
        .setWorkerThreadPoolConfig(
            ThreadPoolConfig.defaultConfig()
                .setPoolName("http")
                .setCorePoolSize(threads)
                .setMaxPoolSize(threads)
                .setQueueLimit(-1));
    server.start();
    return server;
  }

  static URI uri(HttpServer server) {
    NetworkListener listener = server.getListener(NAME);
    return URI.create("http://" + listener.getHost() + ":" + listener.getPort() + "/");
  }
}
