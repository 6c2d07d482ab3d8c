package org.asyncjob.faults;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Two nodes on PostgreSQL whose connections break at random: those of clients, and those to the
 * database. An order that was sent again is still one job.
 */
final class BrokenConnections {

  private static final int CUSTOMERS = 8;
  private static final double CHANCE_OF_CLIENTS = 0.05;
  private static final double CHANCE_OF_DATABASE = 0.002;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private BrokenConnections() {}

  static void run(Trial trial, int jobs) throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    try (Database database = Database.start(trial.directory().resolve("postgres"));
        CuttingProxy toDatabase =
            new CuttingProxy(database::port, trial.seed(), CHANCE_OF_DATABASE);
        Nodes nodes = ThreeNodes.onDatabase(trial, database.url(toDatabase.port()), "one", "two")) {
      // A server that cannot reach its database when it is started says so and ends.
      toDatabase.harmless(true);
      nodes.startAll();
      toDatabase.harmless(false);
      try (CuttingProxy toOne = new CuttingProxy(() -> port(nodes, 0), 1, CHANCE_OF_CLIENTS);
          CuttingProxy toTwo = new CuttingProxy(() -> port(nodes, 1), 2, CHANCE_OF_CLIENTS);
          Load load =
              Load.start(
                  trial,
                  either(List.of(toOne, toTwo)),
                  Pace.asFastAsPossible(jobs),
                  CUSTOMERS,
                  number -> Order.of(trial.seed(), number))) {
        load.awaitSubmitted();
        trial
            .report()
            .say(
                "%d connections of clients were cut, %d to the database",
                toOne.cuts() + toTwo.cuts(), toDatabase.cuts());
        judge.judge(nodes::any, PATIENCE);
      }
    }
    trial.report().sum();
  }

  private static Door either(List<CuttingProxy> proxies) {
    int[] turn = {0};
    return () -> {
      synchronized (turn) {
        turn[0]++;
        return URI.create("http://127.0.0.1:" + proxies.get(turn[0] % proxies.size()).port() + "/");
      }
    };
  }

  private static int port(Nodes nodes, int index) {
    return nodes.all().get(index).base().map(URI::getPort).orElse(1);
  }
}
