package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.asyncjob.JobFailedException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/**
 * Converts the audio of a file of the MP4 family (MP4, M4A, M4B, 3GP, QuickTime) to MP3. Safe for
 * many threads; each conversion runs one ffmpeg process and needs no more memory for a long file
 * than for a short one.
 */
public final class Mp3Transcoder {

  private final FfmpegTools tools;
  private final TranscodeLimits limits;

  /** Creates it; nothing is started before the first conversion. */
  public Mp3Transcoder(FfmpegTools tools, TranscodeLimits limits) {
    this.tools = tools;
    this.limits = limits;
  }

  /**
   * Converts one file and returns when that is done. Interrupting the thread cancels the conversion
   * within two seconds. After any exception no process runs any more and {@code output} does not
   * exist.
   *
   * @param input is only read; what its name says does not matter
   * @param output where to write, another file than the input; replaced if it exists
   * @param listener called from another thread
   * @throws JobFailedException if the file cannot be converted, with the reason for its owner
   * @throws IOException if the input cannot be read, ffmpeg does not start or the output cannot be
   *     written for another reason than a full disk
   * @throws InterruptedException if the thread was interrupted; the conversion was cancelled
   */
  public TranscodeReport transcode(
      Path input, Path output, Mp3Options options, TranscodeListener listener)
      throws IOException, InterruptedException {
    if (Files.exists(output) && Files.isSameFile(input, output)) {
      throw new IllegalArgumentException("input and output are the same file: " + output);
    }
    Deadline deadline = Deadline.in(limits.longestRun());
    ProgressReport progress = new ProgressReport(listener);
    boolean complete = false;
    try {
      progress.probing();
      ProbedAudio audio = new Inspection(tools, limits).inspect(input, deadline);
      progress.transcoding();
      TranscodeReport report =
          new Conversion(tools, limits, audio, options).run(input, output, deadline, progress);
      progress.finished();
      complete = true;
      return report;
    } catch (TimeoutException e) {
      throw Failures.tooSlow(limits.longestRun());
    } finally {
      if (!complete) {
        Files.deleteIfExists(output);
      }
    }
  }
}
