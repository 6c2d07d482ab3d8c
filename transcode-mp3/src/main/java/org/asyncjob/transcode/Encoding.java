package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/** A way to make the frames of an MP3 of one audio stream. */
interface Encoding {

  /**
   * What is encoded.
   *
   * @param workDirectory of all processes
   * @param log takes what ffmpeg says about the file
   */
  record Source(
      Path file, ProbedAudio audio, EncoderSettings settings, Path workDirectory, FfmpegLog log) {}

  /**
   * How it ended.
   *
   * @param exitCode of the ffmpeg that read the file
   * @param samples length of the audio per channel, if that is known exactly
   * @param delay samples before it, as {@link LameTag.Sound} has them
   */
  record Encoded(int exitCode, OptionalLong samples, int delay) {

    /** What LAME has encoded, which always begins with the same delay. */
    static Encoded byLame(int exitCode, OptionalLong samples) {
      return new Encoded(exitCode, samples, LameTag.ENCODER_DELAY);
    }
  }

  /** Hears how much audio is done. What it throws ends the work. */
  @FunctionalInterface
  interface Heard {
    void written(Duration audio);
  }

  /**
   * Encodes, and leaves no process or thread behind.
   *
   * @throws IOException if it failed for reasons that the log does not tell
   * @throws TimeoutException if it is not done by the deadline
   */
  Encoded encode(Source source, Mp3Writer writer, Deadline deadline, Heard heard)
      throws IOException, InterruptedException, TimeoutException;
}
