package org.asyncjob.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long forms, by hand: {@code verification/fault-tests/run single}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    subcommands = CommandLine.HelpCommand.class,
    description = "Breaks real servers under load and counts what is lost.")
public final class Faults {

  @Option(
      names = "--seed",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Makes chance the same as in an earlier run, whose log has it.")
  private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

  @Option(
      names = "--logs",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = "verification/fault-tests/target/logs",
      description = "The directory for the logs (default: ${DEFAULT-VALUE}).")
  private Path logs = Path.of("logs");

  @Option(
      names = "--directory",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = "verification/fault-tests/target/trials",
      description = "Where servers have their data, on a real disk (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("trials");

  private Faults() {}

  /** Runs what is asked for; 0 if nothing was wrong. */
  public static void main(String[] arguments) {
    // PostgreSQL's life is told in the logs of these trials, not beside them.
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(new CommandLine(new Faults()).execute(arguments));
  }

  @Command(description = "One node with SQLite, killed again and again.")
  int single(
      @Option(names = "--jobs", defaultValue = "10000") int jobs,
      @Option(names = "--kills", defaultValue = "100") int kills)
      throws Exception {
    return run("single", trial -> SingleNode.run(trial, jobs, kills));
  }

  @Command(description = "Three nodes on PostgreSQL; every 2 s a random one is killed.")
  int nodes(
      @Option(names = "--jobs", defaultValue = "20000") int jobs,
      @Option(names = "--kills", defaultValue = "100") int kills)
      throws Exception {
    return run("nodes", trial -> ThreeNodes.run(trial, jobs, kills, Duration.ofSeconds(30)));
  }

  @Command(description = "Two nodes, one of which stands still for longer than its lease.")
  int pause(
      @Option(names = "--jobs", defaultValue = "1000") int jobs,
      @Option(names = "--pauses", defaultValue = "5") int pauses)
      throws Exception {
    return run("pause", trial -> PausedNode.run(trial, jobs, pauses));
  }

  @Command(description = "Two nodes whose PostgreSQL is killed and comes back.")
  int database(
      @Option(names = "--jobs", defaultValue = "5000") int jobs,
      @Option(names = "--kills", defaultValue = "10") int kills)
      throws Exception {
    return run("database", trial -> DeadDatabase.run(trial, jobs, kills));
  }

  @Command(description = "One node with SQLite whose disk fills up.")
  int disk(@Option(names = "--jobs", defaultValue = "500") int jobs) throws Exception {
    return run("disk", trial -> FullDisk.run(trial, jobs));
  }

  @Command(description = "One node with SQLite whose disk fails to keep what is written (EIO).")
  int fsync(@Option(names = "--jobs", defaultValue = "3000") int jobs) throws Exception {
    return run("fsync", trial -> FailingSync.run(trial, jobs, Duration.ofSeconds(30)));
  }

  @Command(description = "Two nodes; connections of clients and to the database break.")
  int connections(@Option(names = "--jobs", defaultValue = "5000") int jobs) throws Exception {
    return run("connections", trial -> BrokenConnections.run(trial, jobs));
  }

  @Command(description = "One node with SQLite, killed with a long queue.")
  int queue(@Option(names = "--jobs", defaultValue = "100000") int jobs) throws Exception {
    return run("queue", trial -> LongQueue.run(trial, jobs, Duration.ofSeconds(5)));
  }

  @Command(name = "shared-queue", description = "The same with PostgreSQL.")
  int sharedQueue(@Option(names = "--jobs", defaultValue = "100000") int jobs) throws Exception {
    return run("shared-queue", trial -> LongQueue.runShared(trial, jobs, Duration.ofSeconds(5)));
  }

  private int run(String name, Scenario scenario) throws Exception {
    Path place = Files.createDirectories(directory).resolve(name + "-" + seed);
    try (Trial trial = Trial.of(name, fresh(place), seed, logs.resolve(name + ".log"))) {
      scenario.run(trial);
      return trial.report().complaints().isEmpty() ? 0 : 1;
    }
  }

  private static Path fresh(Path place) throws IOException {
    if (Files.exists(place)) {
      throw new IOException(
          place + " is there from an earlier run: delete it, or choose another --seed");
    }
    return Files.createDirectories(place);
  }

  /** What is done to servers. */
  @FunctionalInterface
  interface Scenario {
    void run(Trial trial) throws Exception;
  }
}
