package org.asyncjob.transcode.ffmpeg;

import java.util.List;

/**
 * The ffmpeg to use, and why that one.
 *
 * @param tools the chosen ones
 * @param reasons what was rejected and why, then what was chosen, what would be better, and how it
 *     is restrained; one sentence each, made for operators: they name paths of this machine
 */
public record FfmpegChoice(FfmpegTools tools, List<String> reasons) {
  /** Copies the reasons. */
  public FfmpegChoice {
    reasons = List.copyOf(reasons);
  }
}
