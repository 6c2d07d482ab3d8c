package org.asyncjob.transcode.ffmpeg;

/** Where an ffmpeg was found. */
public enum FfmpegOrigin {
  /** The one that the configuration names. */
  CONFIGURED,
  /** One installed on this machine and found on the PATH. */
  PATH,
  /** The one that comes with this library. */
  EMBEDDED
}
