package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The audio that is to be converted, as ffprobe sees it.
 *
 * @param index of the stream, as ffmpeg counts
 * @param trackId of the stream in the file; 0 if unknown
 * @param codec ffmpeg's name; empty if it knows none
 * @param format of its samples
 * @param duration of this stream, not of the file, where it is known
 * @param extras what else is kept
 */
record ProbedAudio(
    int index,
    long trackId,
    Optional<String> codec,
    Format format,
    Optional<Duration> duration,
    Extras extras) {

  /**
   * How the sound is kept.
   *
   * @param sampleRate in Hz, 0 if unknown
   * @param channels 0 if unknown
   * @param integers whether samples are integers once they are decoded
   */
  record Format(int sampleRate, int channels, boolean integers) {}

  /**
   * Title, artist and album, and the stream that is the cover picture.
   *
   * @param tags by ffmpeg's names
   */
  record Extras(Map<String, String> tags, OptionalInt coverIndex) {

    Extras {
      tags = Map.copyOf(tags);
    }
  }
}
