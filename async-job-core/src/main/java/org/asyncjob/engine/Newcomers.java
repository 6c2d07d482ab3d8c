package org.asyncjob.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;

/**
 * Jobs that come while those are still being read that an earlier process has left: their place is
 * behind all of these. Safe for many threads.
 */
final class Newcomers {

  private final Map<JobId, Newcomer> held = new LinkedHashMap<>();
  private boolean isHolding;

  /** There are jobs whose place is before all that come from now on. */
  synchronized void hold() {
    isHolding = true;
  }

  /** Whether those that come have to wait here. */
  synchronized boolean areHeld() {
    return isHolding;
  }

  /**
   * Takes a job if it has to wait here.
   *
   * @param room for how many jobs there is room beside those that wait already
   * @param capacity how many may wait
   * @return false if it need not
   * @throws QueueFullException if there is no room for it
   */
  synchronized boolean add(Job job, Optional<Duration> told, LongSupplier room, int capacity) {
    if (!isHolding) {
      return false;
    }
    if (held.size() >= room.getAsLong()) {
      throw new QueueFullException(capacity);
    }
    held.put(job.id(), new Newcomer(job, told));
    return true;
  }

  /** Forgets a job that has ended. */
  synchronized void remove(JobId id) {
    held.remove(id);
  }

  /**
   * All others have their place: nobody has to wait here any more.
   *
   * @param next takes the jobs and how long they will take, where that is known, the first first
   */
  synchronized void letGo(BiConsumer<Job, Optional<Duration>> next) {
    isHolding = false;
    held.values().forEach(newcomer -> next.accept(newcomer.job, newcomer.told));
    held.clear();
  }

  private record Newcomer(Job job, Optional<Duration> told) {}
}
