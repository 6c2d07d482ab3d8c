package org.asyncjob.transcode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ffmpeg's filter {@code ebur128} says at its end. Safe for many threads. */
final class LoudnessSummary {

  private static final String FILTER = "[Parsed_ebur128";
  private static final String NUMBER = ":\\s+(-?[0-9.]+|-?inf|-?nan) ";
  private static final Pattern INTEGRATED = Pattern.compile("^\\s*I" + NUMBER + "LUFS\\s*$");
  private static final Pattern THRESHOLD = Pattern.compile("^\\s*Threshold" + NUMBER + "LUFS\\s*$");
  private static final Pattern RANGE = Pattern.compile("^\\s*LRA" + NUMBER + "LU\\s*$");
  private static final Pattern PEAK = Pattern.compile("^\\s*Peak" + NUMBER + "dBFS\\s*$");

  private double integrated = Loudness.SILENCE;
  private double threshold = Loudness.SILENCE;
  private double range;
  private double peak = Loudness.SILENCE;

  /** Whether the line is the filter's; then it is not the log's. */
  synchronized boolean takes(String line) {
    if (line.startsWith(FILTER)) {
      return true;
    }
    integrated = read(INTEGRATED, line, integrated);
    // There are two of them; the first is that of the loudness, the other of its range.
    threshold = threshold == Loudness.SILENCE ? read(THRESHOLD, line, threshold) : threshold;
    range = read(RANGE, line, range);
    peak = read(PEAK, line, peak);
    return false;
  }

  private static double read(Pattern pattern, String line, double otherwise) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches() || matcher.group(1).contains("n")) {
      return otherwise;
    }
    return Double.parseDouble(matcher.group(1));
  }

  /** What was said, of so many samples per channel. */
  synchronized Loudness loudness(long samples) {
    return new Loudness(integrated, threshold, range, peak, samples);
  }
}
