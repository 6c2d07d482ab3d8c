package org.asyncjob;

import java.io.IOException;

/** A blob store has no space left; what was being written is gone. */
public final class BlobStoreFullException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates it. */
  public BlobStoreFullException(Throwable cause) {
    super("There is no space left to store this.", cause);
  }
}
