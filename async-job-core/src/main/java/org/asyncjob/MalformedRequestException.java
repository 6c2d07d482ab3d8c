package org.asyncjob;

/** A request that cannot be understood: an unknown option, a value of the wrong type. */
public final class MalformedRequestException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it with one sentence that the client may read. */
  public MalformedRequestException(String message) {
    super(message);
  }
}
