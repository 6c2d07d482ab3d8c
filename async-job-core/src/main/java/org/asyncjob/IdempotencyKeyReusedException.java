package org.asyncjob;

/** A request with the idempotency key of another one that asked for something else. */
public final class IdempotencyKeyReusedException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it. */
  public IdempotencyKeyReusedException() {
    super(
        "This idempotency key belongs to another request."
            + " Send the same content and options again, or choose a new key.");
  }
}
