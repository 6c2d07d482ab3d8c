package org.asyncjob.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node that is killed with a long queue has to take requests again soon. */
final class LongQueue {

  private static final int CUSTOMERS = 32;
  private static final int WORKERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private LongQueue() {}

  /**
   * Runs it.
   *
   * @param longestStart from the start of the process to its first 202
   */
  static void run(Trial trial, int jobs, Duration longestStart)
      throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    try (Node node = trial.node("queue").start();
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
      long start = System.nanoTime();
      node.start();
      trial.journal().add(customer.submit(Order.stamp(jobs)));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      trial
          .report()
          .say(
              "it serves %d ms after its start; the first 202 came after %d ms",
              node.startedIn().toMillis(), taken.toMillis());
      if (taken.compareTo(longestStart) >= 0) {
        trial.report().complain("the first 202 after the restart took %s", taken);
      }
      for (Accepted accepted : inTheWay) {
        customer.cancel(accepted);
      }
      judge.judge(Nodes.of(node)::any, PATIENCE);
    }
    trial.report().sum();
  }
}
