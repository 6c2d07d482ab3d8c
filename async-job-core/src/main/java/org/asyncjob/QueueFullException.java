package org.asyncjob;

/** No room for another job now; the same request may be accepted later. */
public final class QueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates it.
   *
   * @param capacity how many jobs may wait
   */
  public QueueFullException(int capacity) {
    super("The queue is full: " + capacity + " jobs are waiting. Try again later.");
  }
}
