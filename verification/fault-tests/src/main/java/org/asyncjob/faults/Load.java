package org.asyncjob.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/** Customers that submit as the pace allows, and some who look how their jobs stand meanwhile. */
final class Load implements AutoCloseable {

  private static final int LOOKERS = 2;
  private static final long PAUSE_MILLIS = 5;

  private final Trial trial;
  private final Door door;
  private final Pace pace;
  private final IntFunction<Order> orders;
  private final List<Thread> customers = new ArrayList<>();
  private final List<Thread> lookers = new ArrayList<>();
  private volatile boolean closed;

  private Load(Trial trial, Door door, Pace pace, IntFunction<Order> orders) {
    this.trial = trial;
    this.door = door;
    this.pace = pace;
    this.orders = orders;
  }

  /** Starts to submit orders of these numbers. */
  static Load start(Trial trial, Door door, Pace pace, int customers, IntFunction<Order> orders) {
    Load load = new Load(trial, door, pace, orders);
    for (int i = 0; i < customers; i++) {
      load.customers.add(trial.thread("customer-" + i, load::submit));
    }
    for (int i = 0; i < LOOKERS; i++) {
      load.lookers.add(trial.thread("looker-" + i, load::look));
    }
    return load;
  }

  private void submit() throws IOException, InterruptedException {
    try (Customer customer = new Customer(trial, door)) {
      for (OptionalInt number = pace.next(); number.isPresent(); number = pace.next()) {
        Accepted accepted = customer.submit(orders.apply(number.getAsInt()));
        trial.journal().add(accepted);
        if (accepted.order().canceled()) {
          customer.cancel(accepted);
        }
      }
    }
  }

  private void look() throws IOException, InterruptedException {
    try (Customer customer = new Customer(trial, door)) {
      while (!closed) {
        int known = trial.journal().size();
        if (known > 0) {
          Accepted accepted = trial.journal().get(ThreadLocalRandom.current().nextInt(known));
          Optional<Ending> ending = customer.look(accepted);
          ending.ifPresent(seen -> trial.endings().seen(accepted, seen));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Waits until everything was submitted. */
  void awaitSubmitted() throws InterruptedException {
    for (Thread customer : customers) {
      customer.join();
    }
    trial.report().say("%d orders, each with its 202", trial.journal().size());
  }

  /** Ends the looking, and the submitting where that goes on. */
  @Override
  public void close() {
    closed = true;
    customers.forEach(Thread::interrupt);
    try {
      for (Thread looker : lookers) {
        looker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
