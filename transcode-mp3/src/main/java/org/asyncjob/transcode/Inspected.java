package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Optional;

/**
 * A file that can be converted.
 *
 * @param audio what of it
 * @param cutOff whether its end is missing
 * @param fragmented whether its length, as far as it is told, is that of what is there
 */
record Inspected(ProbedAudio audio, boolean cutOff, boolean fragmented) {

  /** How long the audio was when it was whole, where that is known. */
  Optional<Duration> wholeLength() {
    return cutOff && fragmented ? Optional.empty() : audio.duration();
  }
}
