package org.asyncjob.transcode.parallel;

import java.io.IOException;
import org.asyncjob.transcode.mpeg.Mp3Frame;

/** Takes the frames of the joined stream, in order. */
@FunctionalInterface
public interface FrameSink {

  /**
   * Takes the next frame, which will not change any more.
   *
   * @throws IOException if it cannot be written; nothing more comes then
   */
  void write(Mp3Frame frame) throws IOException;
}
