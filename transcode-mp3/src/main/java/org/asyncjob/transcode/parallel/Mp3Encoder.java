package org.asyncjob.transcode.parallel;

import java.io.IOException;

/**
 * One encoder that makes one stream of MP3 frames, without any tag, of PCM. One thread uses it;
 * {@link #close} may be called by another.
 */
public interface Mp3Encoder extends AutoCloseable {

  /**
   * Takes PCM: 32-bit floating point, little endian, from -1 to 1, channels interleaved.
   *
   * @param length in bytes, whole samples
   * @throws IOException if it cannot go on
   */
  void encode(byte[] pcm, int length) throws IOException, InterruptedException;

  /**
   * Ends the stream and returns all of it, whole frames.
   *
   * @throws IOException if the stream is not complete
   */
  byte[] finish() throws IOException, InterruptedException;

  /** Gives up what the encoder holds, and ends a call that waits in another thread. */
  @Override
  void close();
}
