package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns audio written into percentages and estimates, and tells the listener what is new. */
final class ProgressReport {

  private static final String TRANSCODING = "transcoding";

  private static final int PROBED = 1;
  private static final int MEASURED = 30;
  private static final int TRANSCODED = 98;
  private static final int FINISHED = 100;
  // What the end takes: writing the tag and storing the file.
  private static final Duration SHORTEST_REST = Duration.ofMillis(10);

  private final TranscodeListener listener;
  private int last = -1;
  private String phase = "probing";
  private int begin;
  private int end = PROBED;
  private Optional<Duration> planned = Optional.empty();
  private @Nullable RestOfWork rest;

  ProgressReport(TranscodeListener listener) {
    this.listener = listener;
  }

  void probing() {
    listener.progress(0, phase);
  }

  /** The first of two passes begins. */
  void measuring() {
    begin("measuring", MEASURED, Optional.empty());
  }

  /**
   * The only pass begins, or the second one, or another attempt at it.
   *
   * @param time that it will probably take, if anything is known of that
   */
  void transcoding(Optional<Duration> time) {
    begin(TRANSCODING, TRANSCODED, time);
  }

  private void begin(String newPhase, int endOfPhase, Optional<Duration> time) {
    if (end < endOfPhase) {
      begin = Math.max(PROBED, end);
      end = endOfPhase;
    }
    phase = newPhase;
    planned = time;
    rest = null;
    last = Math.max(last, begin);
    if (planned.isPresent()) {
      listener.progress(last, phase, planned.get().plus(SHORTEST_REST));
    } else {
      listener.progress(last, phase);
    }
  }

  /**
   * Tells how much audio is done in this pass.
   *
   * @param expected how much it will be in the end, if that is known
   */
  void written(Duration audio, Optional<Duration> expected) {
    if (expected.isEmpty() || expected.get().isZero()) {
      return;
    }
    double share = Math.min(1, (double) audio.toNanos() / expected.get().toNanos());
    // What comes after this pass takes its time by its share of the percentages.
    double shareOfAll = share * (end - begin) / (TRANSCODED - begin);
    long now = System.nanoTime();
    if (rest == null) {
      // Not earlier: starting the process would count as slow work.
      rest = new RestOfWork(planned, now, shareOfAll);
    }
    int percent = begin + (int) (share * (end - begin));
    if (percent > last && share > 0) {
      last = percent;
      listener.progress(percent, phase, SHORTEST_REST.plus(rest.at(now, shareOfAll)));
    }
  }

  void finishing() {
    listener.progress(TRANSCODED + 1, "finishing", SHORTEST_REST);
  }

  void finished() {
    listener.progress(FINISHED, "finishing");
  }
}
