package org.asyncjob.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyncjob.faults.Diaries.Entry;

/**
 * A node that is killed with a long queue has to take requests again soon, and who comes then waits
 * behind those that waited before.
 */
final class LongQueue {

  private static final int CUSTOMERS = 32;
  private static final int WORKERS = 4;

  /** Several work at the same time, and a diary tells milliseconds. */
  private static final int OVERTAKING = 4 * WORKERS;

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private LongQueue() {}

  /** Runs it on SQLite. */
  static void run(Trial trial, int jobs, Duration longestStart)
      throws IOException, InterruptedException {
    run(trial, trial.node("queue"), jobs, longestStart);
  }

  /** Runs it on PostgreSQL. */
  static void runShared(Trial trial, int jobs, Duration longestStart)
      throws IOException, InterruptedException {
    try (Database database = Database.start(trial.directory().resolve("postgres"))) {
      run(trial, trial.node("queue", "--database-url", database.url()), jobs, longestStart);
    }
  }

  /**
   * Runs it.
   *
   * @param longestStart from the start of the process to its first 202
   */
  private static void run(Trial trial, Node described, int jobs, Duration longestStart)
      throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    try (Node node = described.start();
        Customer customer = new Customer(trial, Nodes.of(node)::any)) {
      List<Accepted> inTheWay = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        inTheWay.add(customer.submit(Order.endless(i)));
        trial.journal().add(inTheWay.get(i));
      }
      try (Load load =
          Load.start(
              trial, Nodes.of(node)::any, Pace.asFastAsPossible(jobs), CUSTOMERS, Order::stamp)) {
        load.awaitSubmitted();
      }
      node.kill();
      trial.report().say("killed with %d jobs in the queue", jobs);
      Accepted newcomer = startAgain(trial, node, customer, longestStart);
      for (Accepted accepted : inTheWay) {
        customer.cancel(accepted);
      }
      judge.judge(Nodes.of(node)::any, PATIENCE);
      checkOrder(trial, newcomer);
    }
    trial.report().sum();
  }

  private static Accepted startAgain(
      Trial trial, Node node, Customer customer, Duration longestStart)
      throws IOException, InterruptedException {
    Accepted latest = trial.journal().get(trial.journal().size() - 1);
    long start = System.nanoTime();
    node.start();
    Optional<Ending> ending = customer.look(latest);
    Duration answered = Duration.ofNanos(System.nanoTime() - start);
    ending.ifPresent(seen -> trial.endings().seen(latest, seen));
    Accepted newcomer = customer.submit(Order.stamp(Integer.MAX_VALUE));
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    trial.journal().add(newcomer);
    trial
        .report()
        .say(
            "it serves %d ms after its start; the first answer to a GET came after %d ms, the first"
                + " 202 after %d ms",
            node.startedIn().toMillis(), answered.toMillis(), taken.toMillis());
    if (taken.compareTo(longestStart) >= 0) {
      trial.report().complain("the first 202 after the restart took %s", taken);
    }
    return newcomer;
  }

  private static void checkOrder(Trial trial, Accepted newcomer) throws IOException {
    Diaries diaries = Diaries.read(trial.directory());
    long turn = begin(diaries, newcomer.job());
    List<String> overtaken =
        diaries.jobs().stream().filter(job -> begin(diaries, job) > turn).toList();
    trial.report().say("%d jobs began after the one that came last", overtaken.size());
    if (overtaken.size() > OVERTAKING) {
      trial.report().complain("it came last and went before %d others", overtaken.size());
    }
  }

  private static long begin(Diaries diaries, String job) {
    return diaries.of(job).stream()
        .filter(entry -> entry.event().equals(Entry.BEGAN))
        .mapToLong(Entry::at)
        .min()
        .orElse(Long.MIN_VALUE);
  }
}
