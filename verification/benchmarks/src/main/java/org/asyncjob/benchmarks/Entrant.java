package org.asyncjob.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.benchmarks.Wrk.Load;
import org.asyncjob.benchmarks.Wrk.Script;
import org.asyncjob.benchmarks.Wrk.Shape;

/** A server in a race, and what was measured of it so far. */
final class Entrant implements AutoCloseable {

  private final String name;
  private final ServerProcess server;
  private final String path;
  private final List<String> scriptArguments;
  private final List<Load> loads = new ArrayList<>();

  /**
   * Enters a server that has started.
   *
   * @param path what is loaded of it
   * @param scriptArguments what the script is told
   */
  Entrant(String name, ServerProcess server, String path, List<String> scriptArguments) {
    this.name = name;
    this.server = server;
    this.path = path;
    this.scriptArguments = scriptArguments;
  }

  String name() {
    return name;
  }

  ServerProcess server() {
    return server;
  }

  /** Loads it without counting that. */
  void warmUp(Wrk wrk, Script script, Shape shape) throws IOException, InterruptedException {
    run(wrk, script, shape);
  }

  void measure(Wrk wrk, Script script, Shape shape) throws IOException, InterruptedException {
    loads.add(run(wrk, script, shape));
  }

  private Load run(Wrk wrk, Script script, Shape shape) throws IOException, InterruptedException {
    return wrk.run(script, server.uri().resolve(path), shape, scriptArguments);
  }

  List<Load> loads() {
    return loads;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
