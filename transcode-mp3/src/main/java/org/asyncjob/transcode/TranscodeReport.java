package org.asyncjob.transcode;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a conversion has made.
 *
 * @param duration of the audio
 * @param frames MP3 frames, without the one that holds the seek table
 * @param bytes size of the file
 * @param options what was in effect, sample rate included; neither a quality nor a bit rate where
 *     the frames of the source were kept
 * @param tags what the file says about itself, as far as it does: {@code title}, {@code artist},
 *     {@code album}, {@code track}, {@code date}, {@code genre}
 * @param warnings what is wrong with the MP3 because something is wrong with the file, a sentence
 *     each for its owner; empty if nothing is
 */
public record TranscodeReport(
    Duration duration,
    long frames,
    long bytes,
    Mp3Options options,
    Map<String, String> tags,
    List<String> warnings) {

  /** Copies what can be changed. */
  public TranscodeReport {
    tags = Map.copyOf(tags);
    warnings = List.copyOf(warnings);
  }

  /** Whether the source was MP3 already and its frames were kept as they were. */
  public boolean copied() {
    return options.quality().isEmpty()
        && options.bitrate().isEmpty()
        && options.averageBitrate().isEmpty();
  }
}
