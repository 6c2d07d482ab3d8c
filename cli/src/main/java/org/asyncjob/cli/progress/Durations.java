package org.asyncjob.cli.progress;

import java.time.Duration;

/** Spans of time as people read them. */
public final class Durations {

  private Durations() {}

  /** E.g. {@code 12 s}, {@code 3 min 5 s}, {@code 1 h 2 min}; never less than a second. */
  public static String forPeople(Duration duration) {
    long seconds = Math.max(1, duration.plusMillis(999).toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    long minutes = seconds / 60;
    return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
  }
}
