package org.asyncjob;

/**
 * A request that is understood but not acceptable: a value out of range, an input that is missing.
 */
public final class UnacceptableRequestException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it with one sentence that the client may read. */
  public UnacceptableRequestException(String message) {
    super(message);
  }
}
