package org.asyncjob.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A PostgreSQL in a directory of its own, as durable as it is where people use it, which can be
 * killed. Used by one thread at a time.
 */
final class Database implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class.getName());
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  private Database(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    server = start(directory, port);
  }

  static Database start(Path directory) throws IOException {
    return new Database(directory, Ports.free());
  }

  private static EmbeddedPostgres start(Path directory, int port) throws IOException {
    LOG.setLevel(Level.OFF); // It complains of what is done to it.
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory.toFile())
        .setCleanDataDirectory(false)
        .setPort(port)
        .setPGStartupWait(LONGEST_START)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  int port() {
    return port;
  }

  /** The address for nodes. */
  String url() {
    return url(port);
  }

  /** The address for nodes that come through another port. */
  String url(int otherPort) {
    return "jdbc:postgresql://127.0.0.1:" + otherPort + "/postgres?user=postgres";
  }

  /** SIGKILL for all of its processes. */
  void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster =
        ProcessHandle.of(pid).orElseThrow(() -> new IOException("no PostgreSQL has pid " + pid));
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  /** Starts it after it was killed; it recovers what it had promised. */
  void restart() throws IOException {
    server.close();
    server = start(directory, port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
