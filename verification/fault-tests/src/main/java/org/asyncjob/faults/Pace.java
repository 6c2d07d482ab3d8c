package org.asyncjob.faults;

import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Spreads the orders over the faults, so that there is load as long as there are faults. */
final class Pace {

  private final int total;
  private final AtomicInteger next = new AtomicInteger();
  private final Semaphore permits;

  Pace(int total, int atOnce) {
    this.total = total;
    permits = new Semaphore(atOnce);
  }

  /** Without any. */
  static Pace asFastAsPossible(int total) {
    Pace pace = new Pace(total, 0);
    pace.allowAll();
    return pace;
  }

  /** Waits for the next order; none when there are no more. */
  OptionalInt next() throws InterruptedException {
    permits.acquire();
    int number = next.getAndIncrement();
    if (number < total) {
      return OptionalInt.of(number);
    }
    permits.release();
    return OptionalInt.empty();
  }

  int total() {
    return total;
  }

  void allow(int more) {
    permits.release(more);
  }

  void allowAll() {
    permits.release(total + 1);
  }
}
