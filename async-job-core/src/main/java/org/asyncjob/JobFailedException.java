package org.asyncjob;

/** What a handler throws to end its job as failed, with a reason that its submitter may read. */
public final class JobFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient JobFailure failure;

  /** Creates it; the stack trace goes to the log, the failure to the client. */
  public JobFailedException(JobFailure failure) {
    super(failure.detail());
    this.failure = failure;
  }

  /** Creates it; the cause goes to the log, the failure to the client. */
  public JobFailedException(JobFailure failure, Throwable cause) {
    super(failure.detail(), cause);
    this.failure = failure;
  }

  /** What the client reads. */
  public JobFailure failure() {
    return failure;
  }
}
