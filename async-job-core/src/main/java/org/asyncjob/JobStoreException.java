package org.asyncjob;

/** A job store cannot be reached or does not answer: what happened to the call is not known. */
public non-sealed class JobStoreException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a message for the operator's log. */
  public JobStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
