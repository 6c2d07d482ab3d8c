package org.asyncjob.transcode.parallel;

import java.io.IOException;

/** Starts encoders. Safe for many threads. */
public interface Mp3Encoders {

  /**
   * Starts one.
   *
   * @throws IOException if it does not start
   */
  Mp3Encoder start(EncoderParameters parameters) throws IOException;
}
