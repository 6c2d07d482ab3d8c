package org.asyncjob.transcode;

import java.time.Duration;

/**
 * Hears how far a conversion is. Called often, from the thread that converts or another one of the
 * transcoder's, never from two at once: return quickly. What it throws ends the conversion.
 */
@FunctionalInterface
public interface TranscodeListener {

  /** Listens to nothing. */
  TranscodeListener NONE = (percent, phase) -> {};

  /**
   * Called on every whole percent and every change of phase.
   *
   * @param percent of the whole work, 0 to 100, never going back
   * @param phase {@code probing}, {@code measuring} where loudness matters, {@code transcoding} or
   *     {@code finishing}
   */
  void progress(int percent, String phase);

  /**
   * Called instead of the other where it can be told how long the rest will take.
   *
   * @param remaining an estimate that gets better as work advances
   */
  default void progress(int percent, String phase, Duration remaining) {
    progress(percent, phase);
  }
}
