package org.asyncjob.transcode;

import java.time.Duration;

/**
 * What converting has cost so far on this machine, per byte of input. Coarse: how much of a file is
 * audio is not known before it is read. Safe for many threads.
 */
final class ConversionSpeed {

  private static final double STARTUP_SECONDS = 0.3;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;
  // Video of 1.1 Mbit/s with 160 kbit/s of audio, converted at 20 times its speed.
  private static final double FIRST_GUESS_SECONDS_PER_MEBIBYTE = 0.35;
  private static final double WEIGHT_OF_THE_NEWEST = 0.3;

  private double secondsPerMebibyte = FIRST_GUESS_SECONDS_PER_MEBIBYTE;

  /** Returns how long a conversion of that many bytes will probably take. */
  synchronized Duration estimate(long bytes) {
    return seconds(STARTUP_SECONDS + secondsPerMebibyte * bytes / BYTES_PER_MEBIBYTE);
  }

  /** Takes in that a conversion of that many bytes took that long. */
  synchronized void learn(long bytes, Duration taken) {
    if (bytes <= 0) {
      return;
    }
    double seconds = Math.max(0, taken.toNanos() / 1e9 - STARTUP_SECONDS);
    double measured = seconds * BYTES_PER_MEBIBYTE / bytes;
    secondsPerMebibyte += WEIGHT_OF_THE_NEWEST * (measured - secondsPerMebibyte);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
