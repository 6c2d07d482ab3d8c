package org.asyncjob.transcode;

import java.util.Optional;
import org.asyncjob.transcode.parallel.CoreBudget;

/** The same without a library that encodes. */
class TranscodeCancellationByFfmpegAloneTest extends TranscodeCancellationTest {

  @Override
  Mp3Transcoder transcoder() {
    return new Mp3Transcoder(
        TestMedia.TOOLS, TranscodeLimits.defaults(), Optional.empty(), CoreBudget.ofThisMachine());
  }
}
