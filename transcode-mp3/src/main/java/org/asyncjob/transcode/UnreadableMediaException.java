package org.asyncjob.transcode;

import java.io.IOException;

/** ffprobe cannot make sense of a file. */
final class UnreadableMediaException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableMediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
