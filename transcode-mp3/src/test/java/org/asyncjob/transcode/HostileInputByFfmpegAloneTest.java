package org.asyncjob.transcode;

import java.util.Optional;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.parallel.CoreBudget;

/** The same, to the letter, without a library that encodes. */
class HostileInputByFfmpegAloneTest extends HostileInputTest {

  @Override
  Mp3Transcoder transcoder(FfmpegTools tools, TranscodeLimits limits) {
    return new Mp3Transcoder(tools, limits, Optional.empty(), CoreBudget.ofThisMachine());
  }
}
