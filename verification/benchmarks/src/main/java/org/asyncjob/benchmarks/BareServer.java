package org.asyncjob.benchmarks;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.server.ResourceConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@link BareJobs} alone in Jersey on Grizzly, with the settings that {@link NoOpServer} has. */
@Command(
    name = "bare-server",
    mixinStandardHelpOptions = true,
    description = "Serves one map: POST /jobs puts, GET /jobs/{id} gets. For load tools.")
public final class BareServer implements Callable<Integer> {

  @Mixin private final Listener listener = new Listener();

  private BareServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BareServer()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    HttpServer server = start(listener);
    System.out.println("listening on " + Listener.uri(server));
    new CountDownLatch(1).await();
    return 0;
  }

  static HttpServer start(Listener listener) throws IOException {
    return listener.serve(new ResourceConfig().registerInstances(new BareJobs()));
  }
}
