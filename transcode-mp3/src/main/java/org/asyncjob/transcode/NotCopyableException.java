package org.asyncjob.transcode;

import java.io.IOException;

/** The frames of this MP3 cannot stay as they are; decoded and encoded they may do. */
final class NotCopyableException extends IOException {

  private static final long serialVersionUID = 1L;

  NotCopyableException(String message) {
    super(message);
  }

  NotCopyableException(Throwable cause) {
    super(cause);
  }
}
