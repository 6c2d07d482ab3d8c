package org.asyncjob;

/** A request names an upload to the blob store that is the input of another request already. */
public final class UploadUsedException extends AsyncJobException {

  private static final long serialVersionUID = 1L;

  /** Creates it. */
  public UploadUsedException() {
    super(
        "This upload belongs to another request."
            + " Send that request again as it was, or upload the content once more.");
  }
}
