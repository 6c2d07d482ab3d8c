package org.asyncjob.transcode;

import java.io.IOException;

/** The MP3 would get larger than allowed. */
final class OutputTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;
}
