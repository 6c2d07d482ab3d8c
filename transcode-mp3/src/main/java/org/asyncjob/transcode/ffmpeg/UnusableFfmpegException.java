package org.asyncjob.transcode.ffmpeg;

/** One candidate cannot be used; the message is a clause that says why, e.g. for a log. */
final class UnusableFfmpegException extends Exception {
  UnusableFfmpegException(String message) {
    super(message);
  }

  UnusableFfmpegException(String message, Throwable cause) {
    super(message, cause);
  }
}
