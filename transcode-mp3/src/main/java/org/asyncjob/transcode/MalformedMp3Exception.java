package org.asyncjob.transcode;

import java.io.IOException;

/** What came from the encoder is not MP3. */
final class MalformedMp3Exception extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedMp3Exception(String message) {
    super(message);
  }
}
