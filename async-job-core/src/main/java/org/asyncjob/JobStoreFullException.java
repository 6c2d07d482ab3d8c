package org.asyncjob;

/**
 * A job store has no space left: nothing has changed. Over HTTP it is 507.
 *
 * <p>Thrown only where the store knows that the call has done nothing; else it is a plain {@link
 * JobStoreException}.
 */
public final class JobStoreFullException extends JobStoreException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a message for the operator's log. */
  public JobStoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
