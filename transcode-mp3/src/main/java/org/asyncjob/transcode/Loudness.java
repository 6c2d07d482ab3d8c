package org.asyncjob.transcode;

import java.util.List;
import java.util.Locale;

/**
 * How loud a piece of audio is (EBU R 128, ITU-R BS.1770).
 *
 * @param integrated of all of it, in LUFS
 * @param threshold below which it counts as silence, in LUFS
 * @param range between its soft and its loud parts, in LU
 * @param peak the highest between samples as well, in dB of full scale
 * @param samples per channel
 */
record Loudness(double integrated, double threshold, double range, double peak, long samples) {

  /** What is not louder has no loudness. */
  static final double SILENCE = -70;

  /** Room for what encoding adds, as EBU R 128 s2 recommends. */
  private static final double HIGHEST_PEAK = -1;

  private static final double SMALLEST_RANGE = 1;
  private static final double LARGEST_RANGE = 20;

  /**
   * Returns what makes it this loud: the same gain for all of it where its peaks bear that, else
   * ffmpeg's {@code loudnorm}, which holds them down.
   */
  List<String> filtersTo(double target, int sampleRate) {
    if (integrated <= SILENCE) {
      return List.of();
    }
    double gain = target - integrated;
    if (peak + gain <= HIGHEST_PEAK) {
      return List.of(format("volume=%.2fdB", gain));
    }
    double kept = Math.max(SMALLEST_RANGE, Math.min(LARGEST_RANGE, range));
    return List.of(
        format(
            "loudnorm=I=%.2f:TP=%.1f:LRA=%.1f:linear=false"
                + ":measured_I=%.1f:measured_TP=%.1f:measured_LRA=%.1f:measured_thresh=%.1f",
            target, HIGHEST_PEAK, kept, Math.min(0, integrated), peak, range, threshold),
        // It works at 192 kHz, and resampling back need not give the same number.
        "aformat=sample_fmts=fltp:sample_rates=" + sampleRate,
        "apad=whole_len=" + samples,
        "atrim=end_sample=" + samples);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
