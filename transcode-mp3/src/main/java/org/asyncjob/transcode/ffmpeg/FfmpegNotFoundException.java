package org.asyncjob.transcode.ffmpeg;

import java.util.List;

/**
 * No ffmpeg on this machine can be used, or the one that the configuration names cannot. The
 * message says what was tried, what was wrong with each, and the way out.
 */
public final class FfmpegNotFoundException extends RuntimeException {
  private final List<String> reasons;

  FfmpegNotFoundException(String message, List<String> reasons) {
    super(message);
    this.reasons = List.copyOf(reasons);
  }

  /** Returns what was tried and rejected, in this order, one sentence each; made for operators. */
  public List<String> reasons() {
    return reasons;
  }
}
