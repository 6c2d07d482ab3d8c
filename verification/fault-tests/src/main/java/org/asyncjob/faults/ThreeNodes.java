package org.asyncjob.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Three nodes on one PostgreSQL under load; a random one is killed every two seconds. */
final class ThreeNodes {

  private static final int CUSTOMERS = 12;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private ThreeNodes() {}

  /**
   * Runs it.
   *
   * @param longestTakeover until others go on with what a dead node was working on
   */
  static void run(Trial trial, int jobs, int kills, Duration longestTakeover)
      throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    Leftovers leftovers = new Leftovers(trial.report());
    int share = Math.max(1, jobs / (kills + 1));
    Pace pace = new Pace(jobs, share);
    try (Database database = Database.start(trial.directory().resolve("postgres"));
        Nodes nodes = onDatabase(trial, database.url(), "one", "two", "three")) {
      nodes.startAll();
      trial.report().say("three nodes serve");
      try (Load load =
          Load.start(
              trial, nodes::any, pace, CUSTOMERS, number -> Order.of(trial.seed(), number))) {
        Random random = trial.random();
        for (int kill = 1; kill <= kills; kill++) {
          Thread.sleep(BETWEEN_KILLS.toMillis());
          Node victim = nodes.all().get(random.nextInt(nodes.all().size()));
          victim.kill();
          victim.launch();
          pace.allow(share);
          if (kill % 10 == 0 || kill == kills) {
            trial.report().say("kill -9 number %d; %d accepted", kill, trial.journal().size());
          }
        }
        pace.allowAll();
        load.awaitSubmitted();
        judge.judge(nodes::any, PATIENCE);
      }
      nodes.stopAll();
      leftovers.assertNoOrphans(nodes.deaths());
      for (Node node : nodes.all()) {
        leftovers.assertFiles("work files of node " + node.name(), node.data().resolve("work"), 0);
      }
      sayTakeovers(trial, nodes.deaths(), longestTakeover);
    }
    trial.report().sum();
  }

  /** Nodes that share a database and a directory of blobs. */
  static Nodes onDatabase(Trial trial, String url, String... names) {
    String blobs = trial.directory().resolve("blobs").toString();
    return new Nodes(
        Stream.of(names)
            .map(name -> trial.node(name, "--database-url", url, "--blobs", blobs))
            .toList());
  }

  private static void sayTakeovers(Trial trial, List<Node.Death> deaths, Duration longest)
      throws IOException {
    List<Long> takeovers = Diaries.read(trial.directory()).takeovers(deaths);
    if (takeovers.isEmpty()) {
      trial.report().say("no node died while it worked");
      return;
    }
    long last = takeovers.get(takeovers.size() - 1);
    trial
        .report()
        .say(
            "work of dead nodes went on %d times: after %.1f s (median), %.1f s at the latest",
            takeovers.size(), takeovers.get(takeovers.size() / 2) / 1000.0, last / 1000.0);
    if (last >= longest.toMillis()) {
      trial.report().complain("it took %d ms until work of a dead node went on", last);
    }
  }
}
