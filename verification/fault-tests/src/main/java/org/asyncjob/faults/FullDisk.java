package org.asyncjob.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/** One node with SQLite whose disk fills up, first by its own blobs and then by somebody else. */
final class FullDisk {

  /** The node's data is what is on the disk. */
  private static final String NAME = "small";

  private static final int MEGABYTES = 24;
  private static final int LARGE = 1024 * 1024;
  private static final int CUSTOMERS = 4;
  private static final int MOST_LARGE = 100;
  private static final String REFUSED = "submissions that were refused with 507";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private FullDisk() {}

  static void run(Trial trial, int jobs) throws IOException, InterruptedException {
    Judge judge =
        new Judge(trial, ending -> ending.evidence().contains("space")); // the job says so
    try (SmallDisk disk = SmallDisk.mount(trial.directory().resolve(NAME), MEGABYTES);
        Node node = trial.node(NAME).start();
        Customer customer = new Customer(trial, Nodes.of(node)::any)) {
      submit(trial, node, jobs, number -> Order.of(trial.seed(), number));
      judge.awaitAll(Nodes.of(node)::any, PATIENCE);

      fillWithBlobs(trial, customer);
      trial.report().say("its own blobs have filled it: 507; jobs without blobs go on");
      submit(trial, node, jobs, Order::stamp);
      judge.awaitAll(Nodes.of(node)::any, PATIENCE);

      disk.fill();
      trial.report().say("somebody else has filled it to the last byte");
      long refused = trial.report().counted(REFUSED);
      Order late = Order.copy(MOST_LARGE, LARGE, 0);
      if (customer.trySubmit(late).isPresent()) {
        trial.report().complain("a full disk has taken %s", late);
      }
      if (trial.report().counted(REFUSED) == refused) {
        trial.report().complain("a full disk was not answered with 507");
      }
      lookAtAll(trial, customer);

      disk.empty();
      trial.report().say("there is room again");
      trial.journal().add(customer.submit(Order.stamp(jobs)));
      judge.judge(Nodes.of(node)::any, PATIENCE);
      node.kill();
      node.start();
      lookAtAll(trial, customer);
    }
    trial.report().sum();
  }

  private static void submit(Trial trial, Node node, int jobs, IntFunction<Order> orders)
      throws InterruptedException {
    try (Load load =
        Load.start(trial, Nodes.of(node)::any, Pace.asFastAsPossible(jobs), CUSTOMERS, orders)) {
      load.awaitSubmitted();
    }
  }

  private static void fillWithBlobs(Trial trial, Customer customer)
      throws IOException, InterruptedException {
    for (int i = 0; trial.report().counted(REFUSED) == 0; i++) {
      if (i == MOST_LARGE) {
        throw new IllegalStateException(MOST_LARGE + " MB have gone into " + MEGABYTES + " MB");
      }
      Optional<Accepted> accepted = customer.trySubmit(Order.copy(i, LARGE, 0));
      if (accepted.isPresent()) {
        trial.journal().add(accepted.get());
      }
    }
  }

  /** What was told about a job stays true. */
  private static void lookAtAll(Trial trial, Customer customer)
      throws IOException, InterruptedException {
    for (Accepted accepted : trial.journal().all()) {
      Optional<Ending> ending = customer.look(accepted);
      if (ending.isEmpty()) {
        trial.report().complain("nothing can be heard of %s", accepted);
      }
      ending.ifPresent(seen -> trial.endings().seen(accepted, seen));
    }
    trial.report().say("all %d jobs and results are as they were", trial.journal().size());
  }
}
