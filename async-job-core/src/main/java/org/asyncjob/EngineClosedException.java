package org.asyncjob;

/**
 * The engine is shutting down and takes no more jobs; another node, or this one after its restart,
 * may.
 */
public final class EngineClosedException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it with one sentence that the client may read. */
  public EngineClosedException(String message) {
    super(message);
  }
}
