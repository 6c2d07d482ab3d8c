package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what clients cost that wait for the end of their jobs: heap and threads of {@link
 * NoOpServer}, and how long everybody else's requests take meanwhile.
 */
@Command(
    name = "waiters",
    mixinStandardHelpOptions = true,
    description = "Measures what clients cost that wait instead of polling.")
public final class Waiters implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(50);

  @Option(
      names = "--waiters",
      defaultValue = "5000",
      description = "How many clients wait, each for a job of its own (default: ${DEFAULT-VALUE}).")
  private int count = 5000;

  @Option(
      names = "--by",
      description =
          "How they wait, one of ${COMPLETION-CANDIDATES}: Prefer: wait, or Server-Sent Events"
              + " (default: all, one after the other).")
  private List<WaitingKind> kinds = List.of(WaitingKind.values());

  @Option(
      names = "--rounds",
      defaultValue = "1000",
      description =
          "How many jobs are submitted and polled, one after the other, to see how long that takes"
              + " (default: ${DEFAULT-VALUE}).")
  private int rounds = 1000;

  @Option(
      names = "--java-option",
      description = "An option for the Java of the server (default: -Xms1g -Xmx1g).")
  private List<String> javaOptions = List.of("-Xms1g", "-Xmx1g");

  private Waiters() {}

  /** Prints the table on standard output. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Waiters())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "| by | waiters | heap each | outside the heap each | threads before | threads meanwhile"
            + " | POST and GET before | meanwhile | all told within |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (WaitingKind kind : kinds) {
      out.println(row(kind, measure(kind, count, rounds, javaOptions)));
    }
    return 0;
  }

  private static String row(WaitingKind kind, Result result) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %,d | %.1f KB | %.1f KB | %d | %d | %,d µs (99 %%: %,d) | %,d µs (99 %%: %,d) |"
            + " %.1f s |",
        kind.field(),
        result.waiters(),
        (double) (result.meanwhile().heapBytes() - result.before().heapBytes())
            / result.waiters()
            / 1000,
        (double) (result.meanwhile().directBytes() - result.before().directBytes())
            / result.waiters()
            / 1000,
        result.before().threads(),
        result.meanwhile().threads(),
        result.roundBefore().median(),
        result.roundBefore().slow(),
        result.roundMeanwhile().median(),
        result.roundMeanwhile().slow(),
        result.end().toMillis() / 1e3);
  }

  /**
   * Has so many clients wait, looks at the server before and meanwhile, then ends all their jobs.
   *
   * @throws IOException if one of them is told too early, or not at all
   */
  static Result measure(WaitingKind kind, int waiters, int rounds, List<String> javaOptions)
      throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(NoOpServer.class, javaOptions);
        WaitingClients clients = new WaitingClients(kind)) {
      RoundTrips others = new RoundTrips(server.uri());
      List<URI> jobs = new ArrayList<>();
      for (int i = 0; i < waiters; i++) {
        jobs.add(others.submit("held"));
      }
      others.measure(rounds); // to warm up
      RoundTrips.Times roundBefore = others.measure(rounds);
      ServerProcess.State before = server.stateAtRest();
      for (URI job : jobs) {
        clients.add(job);
      }
      ServerProcess.State meanwhile = server.stateAtRest();
      RoundTrips.Times roundMeanwhile = others.measure(rounds);
      clients.receive();
      if (clients.ended() != 0) {
        throw new IOException(clients.ended() + " were told of an end before there was one");
      }
      long start = System.nanoTime();
      for (URI job : jobs) {
        others.cancel(job);
      }
      clients.awaitEnded(waiters, PATIENCE);
      Duration end = Duration.ofNanos(System.nanoTime() - start);
      return new Result(waiters, before, meanwhile, roundBefore, roundMeanwhile, end);
    }
  }

  /**
   * What was measured.
   *
   * @param before the server when all jobs were there and nobody waited
   * @param meanwhile the server when all waited
   * @param end how long it took to cancel all jobs and tell everybody
   */
  record Result(
      int waiters,
      ServerProcess.State before,
      ServerProcess.State meanwhile,
      RoundTrips.Times roundBefore,
      RoundTrips.Times roundMeanwhile,
      Duration end) {}
}
