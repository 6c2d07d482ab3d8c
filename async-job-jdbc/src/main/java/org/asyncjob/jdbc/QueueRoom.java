package org.asyncjob.jdbc;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.asyncjob.JobStoreException;

/**
 * Whether there is room for another job in the backlog that all nodes share. Nobody counts it for
 * each job: what was counted a moment ago, and what this node has added since, will do as long as
 * there is room by that; without room it is counted again, though not all the time. Safe for many
 * threads.
 */
final class QueueRoom {

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** Of all time, counting takes no more than one part in so many. */
  private static final int SHARE = 10;

  private final int capacity;
  private final Backlog backlog;
  private final LongSupplier nanoTime;

  /** How many were picked here since it was counted: they do not wait any more. */
  private final AtomicLong picked = new AtomicLong();

  private long counted;
  private long added;
  private long countedNanos;
  private long restNanos;
  private boolean isKnown;

  /**
   * Creates it.
   *
   * @param capacity how many may wait
   */
  QueueRoom(int capacity, Backlog backlog) {
    this(capacity, backlog, System::nanoTime);
  }

  QueueRoom(int capacity, Backlog backlog, LongSupplier nanoTime) {
    this.capacity = capacity;
    this.backlog = backlog;
    this.nanoTime = nanoTime;
  }

  /** Takes note of jobs that do not wait any more. Never blocks. */
  void picked(int jobs) {
    picked.addAndGet(jobs);
  }

  /**
   * Takes note of a job that is to wait, if there is room for it.
   *
   * @param isCounted whether the backlog has it already
   * @param free how many could start at once, beside those that wait
   */
  synchronized boolean add(boolean isCounted, int free) {
    if (capacity == Integer.MAX_VALUE) {
      return true;
    }
    long most = (long) capacity + free;
    long age = nanoTime.getAsLong() - countedNanos;
    boolean isFull = isFull(most);
    if (!isKnown || age > FRESH_NANOS || (isFull && age > restNanos)) {
      count((int) Math.min(most + 1, Integer.MAX_VALUE));
      added = isCounted ? -1 : 0;
      isFull = isFull(most);
    }
    if (!isFull) {
      added++;
    }
    return !isFull;
  }

  /** How many wait, as it was known a second ago or is now; nothing if there is no limit. */
  synchronized OptionalInt waiting() {
    if (capacity == Integer.MAX_VALUE) {
      return OptionalInt.empty();
    }
    if (!isKnown || nanoTime.getAsLong() - countedNanos > FRESH_NANOS) {
      count(capacity);
      added = 0;
    }
    return OptionalInt.of((int) Math.min(waits(), capacity));
  }

  private boolean isFull(long most) {
    return waits() + 1 > most;
  }

  private long waits() {
    return Math.max(0, counted + added - picked.get());
  }

  /** Without an answer there is room: what comes next fails for better reasons, or it does not. */
  private void count(int limit) {
    long begin = nanoTime.getAsLong();
    picked.set(0);
    try {
      counted = backlog.count(limit);
    } catch (JobStoreException e) {
      counted = 0;
    }
    countedNanos = nanoTime.getAsLong();
    restNanos = SHARE * (countedNanos - begin);
    isKnown = true;
  }

  /** Counts the jobs that wait. */
  @FunctionalInterface
  interface Backlog {

    /**
     * Returns how many jobs wait, or the limit if there are more.
     *
     * @throws JobStoreException if the database does not answer
     */
    int count(int limit);
  }
}
