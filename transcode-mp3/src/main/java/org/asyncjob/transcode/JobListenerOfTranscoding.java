package org.asyncjob.transcode;

import java.time.Duration;
import org.asyncjob.spi.JobContext;

/**
 * Hands what the transcoder says on to the job.
 *
 * @param done what percentage of the job was done before the transcoder began
 */
record JobListenerOfTranscoding(JobContext context, int done) implements TranscodeListener {

  private static final int ALL = 100;

  @Override
  public void progress(int percent, String phase) {
    context.progress(ofJob(percent), phase);
  }

  @Override
  public void progress(int percent, String phase, Duration remaining) {
    context.progress(ofJob(percent), phase, remaining);
  }

  private int ofJob(int percent) {
    return done + percent * (ALL - done) / ALL;
  }
}
