package org.asyncjob.transcode.mpeg;

import java.io.IOException;

/** What came from the encoder is not MP3. */
public final class MalformedMp3Exception extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public MalformedMp3Exception(String message) {
    super(message);
  }
}
