package org.asyncjob.transcode;

import java.util.Optional;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.transcode.parallel.CoreBudget;
import org.asyncjob.verification.tools.SystemLibrary;

/** The ways in which MP3 is encoded; what comes of options must not depend on them. */
enum EncodingPath {
  /** libmp3lame in process, also for short files. */
  LIBRARY,
  /** ffmpeg: one process for short files, one for each segment of long ones. */
  FFMPEG;

  Mp3Transcoder transcoder() {
    Optional<LameLibrary> lame = Optional.empty();
    if (this == LIBRARY) {
      SystemLibrary.LAME.require();
      lame = LameLibrary.find();
    }
    return new Mp3Transcoder(
        TestMedia.TOOLS, TranscodeLimits.defaults(), lame, CoreBudget.ofThisMachine());
  }
}
