package org.asyncjob.verification.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL in a directory, which can be stopped and started again. */
final class PostgresServer {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;
  private int databases;

  private PostgresServer(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    server = start(directory, port);
  }

  static PostgresServer start(Path directory) throws IOException {
    return new PostgresServer(directory, freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static EmbeddedPostgres start(Path directory, int port) throws IOException {
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

  String newDatabase() throws SQLException {
    String name = "jobs" + ++databases;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  String stop() throws IOException {
    server.close();
    return "stopped";
  }

  String startAgain() throws IOException {
    server = start(directory, port);
    return "started";
  }
}
