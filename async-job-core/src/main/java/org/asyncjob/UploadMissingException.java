package org.asyncjob;

/**
 * A request names an upload to the blob store that cannot be its input: it has not come, or not as
 * it was announced, or is another caller's, or was announced too long ago.
 */
public final class UploadMissingException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a sentence for the client. */
  public UploadMissingException(String message) {
    super(message);
  }
}
