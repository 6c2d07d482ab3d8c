package org.asyncjob;

/** An input above the limit. */
public final class InputTooLargeException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * Creates it.
   *
   * @param limit the largest input that is taken, in bytes
   */
  public InputTooLargeException(long limit) {
    super("The input is larger than the limit of " + limit + " bytes.");
    this.limit = limit;
  }

  /** The largest input that is taken, in bytes. */
  public long limit() {
    return limit;
  }
}
