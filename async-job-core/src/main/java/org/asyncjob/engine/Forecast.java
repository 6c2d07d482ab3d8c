package org.asyncjob.engine;

import java.util.Map;
import java.util.PriorityQueue;

/**
 * When jobs that wait will end: to be told of them in the order in which they wait. Times are
 * nanoseconds from now.
 */
final class Forecast {

  private final PriorityQueue<Long> workers;
  private final Map<String, PriorityQueue<Long>> places;

  /**
   * Starts with the jobs that run.
   *
   * @param workers when each worker is free
   * @param places of kinds of which only so many may run at once: when each of these is free
   */
  Forecast(PriorityQueue<Long> workers, Map<String, PriorityQueue<Long>> places) {
    this.workers = workers;
    this.places = places;
  }

  /** When the next job ends, which takes so long. */
  long next(String kind, long nanos) {
    PriorityQueue<Long> own = places.get(kind);
    if (own == null) {
      long end = workers.remove() + nanos;
      workers.add(end);
      return end;
    }
    long start = Math.max(workers.element(), own.remove());
    workers.remove(freeUntil(start));
    workers.add(start + nanos);
    own.add(start + nanos);
    return start + nanos;
  }

  /** The worker that is free last before a time: those that are free earlier take other jobs. */
  private Long freeUntil(long start) {
    Long found = workers.element();
    for (Long free : workers) {
      if (free <= start && free > found) {
        found = free;
      }
    }
    return found;
  }
}
