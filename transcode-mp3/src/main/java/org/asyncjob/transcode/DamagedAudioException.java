package org.asyncjob.transcode;

import java.io.IOException;

/** ffmpeg has given up on audio of which more may be read by one that is told to bear with it. */
final class DamagedAudioException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedAudioException(String message) {
    super(message);
  }
}
