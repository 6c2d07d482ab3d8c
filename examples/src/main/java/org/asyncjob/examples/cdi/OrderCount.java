package org.asyncjob.examples.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** How many orders came in: a bean of the application's that has nothing to do with jobs. */
@ApplicationScoped
public class OrderCount {

  private final AtomicInteger orders = new AtomicInteger();

  /** Counts one more. */
  public void increment() {
    orders.incrementAndGet();
  }

  /** How many there were. */
  public int orders() {
    return orders.get();
  }
}
