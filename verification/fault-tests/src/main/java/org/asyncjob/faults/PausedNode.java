package org.asyncjob.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two nodes on one PostgreSQL, one of which stands still for longer than its lease while the other
 * does its work; then it goes on, and must not overwrite what the other has written.
 */
final class PausedNode {

  private static final int CUSTOMERS = 8;
  private static final int LONGEST_MILLIS = 1_500;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LONGEST_TAKEOVER = Duration.ofMinutes(3);

  private PausedNode() {}

  /**
   * Runs it.
   *
   * @param pauses how often a node stands still
   */
  static void run(Trial trial, int jobs, int pauses) throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    int share = Math.max(1, jobs / (pauses + 1));
    Pace pace = new Pace(jobs, share);
    Random random = trial.random();
    try (Database database = Database.start(trial.directory().resolve("postgres"));
        Nodes nodes = ThreeNodes.onDatabase(trial, database.url(), "one", "two")) {
      nodes.startAll();
      try (Load load =
          Load.start(
              trial,
              nodes::any,
              pace,
              CUSTOMERS,
              number -> Order.lasting(number, 1 + number * 37 % LONGEST_MILLIS))) {
        for (int pause = 1; pause <= pauses; pause++) {
          Node victim = nodes.all().get(random.nextInt(nodes.all().size()));
          Set<String> held = pauseAtWork(trial, victim);
          trial.report().say("%s stands still with %d jobs", victim.name(), held.size());
          awaitTakenOver(trial, victim, held);
          victim.resume();
          trial.report().say("another has ended them; %s goes on", victim.name());
          pace.allow(share);
        }
        pace.allowAll();
        load.awaitSubmitted();
        judge.judge(nodes::any, PATIENCE);
      }
      countRefused(trial);
    }
    trial.report().sum();
  }

  private static Set<String> pauseAtWork(Trial trial, Node victim)
      throws IOException, InterruptedException {
    while (true) {
      victim.pause();
      Set<String> held = held(trial, victim);
      if (!held.isEmpty()) {
        return held;
      }
      victim.resume();
      Thread.sleep(100);
    }
  }

  /** What a node has begun and not ended. */
  private static Set<String> held(Trial trial, Node node) throws IOException {
    Diaries diaries = Diaries.read(trial.directory());
    return diaries.jobs().stream()
        .filter(
            job -> {
              List<Diaries.Entry> entries = diaries.of(job);
              Diaries.Entry last = entries.get(entries.size() - 1);
              return last.node().equals(node.name()) && last.event().equals(Diaries.Entry.BEGAN);
            })
        .collect(Collectors.toSet());
  }

  private static void awaitTakenOver(Trial trial, Node victim, Set<String> held)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_TAKEOVER.toNanos();
    while (System.nanoTime() < end) {
      if (!victim.isPaused()) {
        throw new IllegalStateException("somebody has let " + victim.name() + " go on");
      }
      Diaries diaries = Diaries.read(trial.directory());
      if (held.stream().allMatch(job -> isEndedByAnother(diaries.of(job), victim))) {
        return;
      }
      Thread.sleep(200);
    }
    trial.report().complain("nobody went on with the jobs of %s: %s", victim.name(), held);
  }

  private static boolean isEndedByAnother(List<Diaries.Entry> entries, Node victim) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry.event().equals(Diaries.Entry.ENDED) && !entry.node().equals(victim.name()));
  }

  /** Results that were made for nothing: another had been written meanwhile. */
  private static void countRefused(Trial trial) throws IOException {
    Diaries diaries = Diaries.read(trial.directory());
    for (Accepted accepted : trial.journal().all()) {
      long made =
          diaries.of(accepted.job()).stream()
              .filter(entry -> entry.event().equals(Diaries.Entry.MADE))
              .count();
      for (long i = 1; i < made; i++) {
        trial.report().count("results of stale workers that were refused");
      }
    }
  }
}
