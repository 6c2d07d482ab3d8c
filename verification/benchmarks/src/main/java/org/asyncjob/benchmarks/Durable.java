package org.asyncjob.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyncjob.benchmarks.PeerServer.Peer;
import org.asyncjob.benchmarks.Wrk.Script;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the durable stores beside what teams use now, each behind the same HTTP front, and
 * prints the medians as a table.
 */
@Command(
    name = "durable",
    mixinStandardHelpOptions = true,
    description = "Measures the durable stores beside other queues on the same databases.")
public final class Durable implements Callable<Integer> {

  /** What is measured, in this order. */
  enum Course {
    SUBMITS_POSTGRES,
    SUBMITS_SQLITE,
    SUBMITS_SQLITE_SLOW_DISK,
    ROUNDS_POSTGRES,
    POLLS_POSTGRES,
    POLLS_SQLITE
  }

  private static final int CONNECTIONS = 32;
  private static final int FEW = 1000;
  private static final Duration SLOW = Duration.ofMillis(5);

  @Option(
      names = "--repeats",
      defaultValue = "7",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int repeats = 7;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long each measurement lasts (default: ${DEFAULT-VALUE}).")
  private int seconds = 3;

  @Option(
      names = "--warm-up",
      defaultValue = "15",
      description = "For how many seconds each is loaded before (default: ${DEFAULT-VALUE}).")
  private int warmUp = 15;

  @Option(
      names = "--many",
      defaultValue = "1000000",
      description = "Jobs in the larger store of the polls (default: ${DEFAULT-VALUE}).")
  private int many = 1_000_000;

  @Option(
      names = "--java-option",
      description = "An option for the Java of all servers (default: -Xms512m -Xmx512m).")
  private List<String> javaOptions = List.of("-Xms512m", "-Xmx512m");

  @Option(
      names = "--race",
      split = ",",
      description = "Which ones, of ${COMPLETION-CANDIDATES} (default: all).")
  private List<Course> courses = List.of(Course.values());

  private final List<String> rows = new ArrayList<>();
  private int databases;

  private Durable() {}

  /** Prints the table on standard output, and what is going on to standard error. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Durable()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("asyncjob-durable");
    try (EmbeddedPostgres postgres = Databases.postgres()) {
      Wrk wrk = new Wrk(Files.createDirectory(directory.resolve("scripts")));
      for (Course course : courses) {
        race(wrk, race(course, postgres, directory));
      }
    } finally {
      delete(directory);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("| | ours | beside | ratio | lowest to highest | target |");
    out.println("|---|---|---|---|---|---|");
    rows.forEach(out::println);
    return 0;
  }

  private Race race(Course course, EmbeddedPostgres postgres, Path directory) throws Exception {
    return switch (course) {
      case SUBMITS_POSTGRES -> submitsOnPostgres(postgres);
      case SUBMITS_SQLITE -> submitsOnSqlite(directory, "SQLite", List.of());
      case SUBMITS_SQLITE_SLOW_DISK ->
          submitsOnSqlite(directory, "SQLite and a disk 5 ms slower", SlowDisk.by(SLOW));
      case ROUNDS_POSTGRES -> rounds(postgres);
      case POLLS_POSTGRES ->
          polls(StoreKind.POSTGRES, database(postgres), database(postgres), directory);
      case POLLS_SQLITE ->
          polls(
              StoreKind.SQLITE,
              directory.resolve("many.db").toString(),
              directory.resolve("few.db").toString(),
              directory);
    };
  }

  private void race(Wrk wrk, Race race) throws IOException, InterruptedException {
    try {
      race.run(wrk, repeats, seconds, warmUp);
      race.rows().forEach(System.err::println);
      rows.addAll(race.rows());
    } finally {
      for (Entrant entrant : race.entrants()) {
        entrant.close();
      }
    }
  }

  private Race submitsOnPostgres(EmbeddedPostgres postgres) throws Exception {
    return new Race(
        "POST → 202 on PostgreSQL, 32 connections",
        Script.SUBMIT,
        CONNECTIONS,
        List.of(
            occupied(ours(StoreKind.POSTGRES, database(postgres)), "ours"),
            submits(peer(Peer.DB_SCHEDULER, database(postgres), "--enqueue-only"), "db-scheduler"),
            submits(peer(Peer.JOBRUNR, database(postgres), "--enqueue-only"), "JobRunr")),
        List.of("≥ 1.5", "≥ 2"));
  }

  /**
   * Beside a commit for each job, and beside what is kept in memory, which shows how much of it is
   * the disk.
   */
  private Race submitsOnSqlite(Path directory, String disk, List<String> by) throws Exception {
    Path files = Files.createTempDirectory(directory, "sqlite");
    ServerProcess peer =
        ServerProcess.start(
            by,
            PeerServer.class,
            javaOptions,
            List.of("--peer", "sqlite", "--url", files.resolve("peer.db").toString()));
    return new Race(
        "POST → 202 on " + disk + ", 32 connections",
        Script.SUBMIT,
        CONNECTIONS,
        List.of(
            occupied(ours(by, StoreKind.SQLITE, files.resolve("ours.db").toString()), "ours"),
            submits(peer, "a commit for each"),
            occupied(ours(StoreKind.MEMORY, ""), "in memory")),
        List.of("≥ 10", "–"));
  }

  private Race rounds(EmbeddedPostgres postgres) throws Exception {
    List<String> done = List.of("303");
    return new Race(
        "POST to 303 on PostgreSQL, 1 connection",
        Script.ROUND,
        1,
        List.of(
            new Entrant("ours", ours(StoreKind.POSTGRES, database(postgres)), "", done),
            new Entrant("db-scheduler", peer(Peer.DB_SCHEDULER, database(postgres)), "", done)),
        List.of("≤ 1.5"));
  }

  private Race polls(StoreKind kind, String larger, String smaller, Path directory)
      throws Exception {
    return new Race(
        "GET of finished jobs on " + kind.title() + ", 32 connections",
        Script.POLLS,
        CONNECTIONS,
        List.of(filled(kind, larger, many, directory), filled(kind, smaller, FEW, directory)),
        List.of("≥ 0.9"));
  }

  private Entrant filled(StoreKind kind, String url, int jobs, Path directory) throws Exception {
    Path paths = directory.resolve(kind + "-" + jobs);
    System.err.println("filling " + kind.title() + " with " + jobs + " jobs");
    Files.write(paths, FinishedJobs.fill(kind, url, jobs));
    return new Entrant(
        String.format("%,d jobs", jobs), ours(kind, url), "", List.of("303", paths.toString()));
  }

  /** One whose workers have all to do, so that what is submitted waits, as with its peers. */
  private static Entrant occupied(ServerProcess server, String name) throws Exception {
    RoundTrips client = new RoundTrips(server.uri());
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      client.submit("held");
    }
    return submits(server, name);
  }

  private static Entrant submits(ServerProcess server, String name) {
    return new Entrant(name, server, "jobs", List.of("202"));
  }

  private ServerProcess ours(StoreKind kind, String url) throws IOException {
    return ours(List.of(), kind, url);
  }

  private ServerProcess ours(List<String> by, StoreKind kind, String url) throws IOException {
    String unlimited = Integer.toString(Integer.MAX_VALUE);
    return ServerProcess.start(
        by,
        NoOpServer.class,
        javaOptions,
        List.of("--store", kind.name(), "--url", url, "--queue", unlimited));
  }

  private ServerProcess peer(Peer peer, String url, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--peer", peer.name(), "--url", url));
    arguments.addAll(List.of(more));
    return ServerProcess.start(PeerServer.class, javaOptions, arguments);
  }

  private String database(EmbeddedPostgres postgres) throws SQLException {
    String name = "measured" + ++databases;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return postgres.getJdbcUrl("postgres", name);
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
