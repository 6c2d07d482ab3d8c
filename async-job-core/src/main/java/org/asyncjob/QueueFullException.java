package org.asyncjob;

import java.time.Duration;

/** No room for another job now; the same request may be accepted later. */
public final class QueueFullException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  private final int capacity;
  private final Duration retryAfter;

  /**
   * Creates it.
   *
   * @param capacity how many jobs may wait
   */
  public QueueFullException(int capacity) {
    this(capacity, Duration.ofSeconds(1));
  }

  /**
   * Creates it.
   *
   * @param capacity how many jobs may wait
   * @param retryAfter when there may be room, 1 s or more
   */
  public QueueFullException(int capacity, Duration retryAfter) {
    super("The queue is full: " + capacity + " jobs are waiting. Try again later.");
    this.capacity = capacity;
    this.retryAfter = retryAfter;
  }

  /** How many jobs may wait. */
  public int capacity() {
    return capacity;
  }

  /** When there may be room, 1 s or more. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
