package org.asyncjob.transcode;

import java.util.Optional;
import org.asyncjob.transcode.parallel.CoreBudget;

/** The same without a library that encodes. */
class TranscodeFailuresByFfmpegAloneTest extends TranscodeFailuresTest {

  @Override
  Mp3Transcoder transcoder(TranscodeLimits limits) {
    return new Mp3Transcoder(TestMedia.TOOLS, limits, Optional.empty(), CoreBudget.ofThisMachine());
  }
}
