package org.asyncjob.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** One node with SQLite under load, killed again and again, sometimes while it starts. */
final class SingleNode {

  private static final int CUSTOMERS = 8;
  private static final int LONGEST_LIFE_MILLIS = 2_000;
  private static final int SHORTEST_LIFE_MILLIS = 50;
  private static final int EARLY_DEATHS_IN_TEN = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private SingleNode() {}

  static void run(Trial trial, int jobs, int kills) throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    Leftovers leftovers = new Leftovers(trial.report());
    int share = Math.max(1, jobs / (kills + 1));
    Pace pace = new Pace(jobs, share);
    try (Node node = trial.node("single").start()) {
      try (Load load =
          Load.start(
              trial,
              Nodes.of(node)::any,
              pace,
              CUSTOMERS,
              number -> Order.of(trial.seed(), number))) {
        kill(trial, node, kills, () -> pace.allow(share));
        pace.allowAll();
        load.awaitSubmitted();
        judge.judge(Nodes.of(node)::any, PATIENCE);
      }
      node.stop();
      leftovers.assertNoOrphans(node.deaths());
      leftovers.assertFiles("work files", node.data().resolve("work"), 0);
      leftovers.assertBlobs(trial, node);
    }
    trial.report().sum();
  }

  private static void kill(Trial trial, Node node, int kills, Runnable killed)
      throws IOException, InterruptedException {
    Random random = trial.random();
    for (int kill = 1; kill <= kills; kill++) {
      boolean isEarly = kill > 1 && random.nextInt(10) < EARLY_DEATHS_IN_TEN;
      if (!isEarly) {
        node.awaitUp();
      }
      Thread.sleep(
          SHORTEST_LIFE_MILLIS + random.nextInt(LONGEST_LIFE_MILLIS - SHORTEST_LIFE_MILLIS));
      node.kill();
      if (kill % 10 == 0 || kill == kills) {
        trial.report().say("kill -9 number %d; %d accepted", kill, trial.journal().size());
      }
      node.launch();
      killed.run();
    }
    node.awaitUp();
  }
}
