package org.asyncjob.client;

import java.io.IOException;

/** The file that is being sent cannot be read; not a fault of the connection. */
final class UnreadableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableFileException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
