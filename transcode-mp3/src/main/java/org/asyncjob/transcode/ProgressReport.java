package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Optional;

/** Turns audio written into percentages and estimates, and tells the listener what is new. */
final class ProgressReport {

  private static final int PROBED = 1;
  private static final int MEASURED = 30;
  private static final int TRANSCODED = 98;
  private static final int FINISHED = 100;
  // What the end takes: writing the tag and storing the file.
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  private final TranscodeListener listener;
  private int last = -1;
  private String phase = "probing";
  private int begin;
  private int end = PROBED;
  private long firstAudio;

  ProgressReport(TranscodeListener listener) {
    this.listener = listener;
  }

  void probing() {
    listener.progress(0, phase);
  }

  /** The first of two passes begins. */
  void measuring() {
    begin("measuring", MEASURED);
  }

  /** The only pass begins, or the second one. */
  void transcoding() {
    begin("transcoding", TRANSCODED);
  }

  private void begin(String newPhase, int endOfPhase) {
    phase = newPhase;
    begin = Math.max(PROBED, end);
    end = endOfPhase;
    firstAudio = 0;
    last = Math.max(last, begin);
    listener.progress(last, phase);
  }

  /**
   * Tells how much audio is done in this pass.
   *
   * @param expected how much it will be in the end, if that is known
   */
  void written(Duration audio, Optional<Duration> expected) {
    if (firstAudio == 0) {
      // Not earlier: starting the process would count as slow work.
      firstAudio = System.nanoTime();
    }
    if (expected.isEmpty() || expected.get().isZero()) {
      return;
    }
    double share = Math.min(1, (double) audio.toNanos() / expected.get().toNanos());
    int percent = begin + (int) (share * (end - begin));
    if (percent > last && share > 0) {
      last = percent;
      double elapsed = System.nanoTime() - firstAudio;
      // What comes after this pass takes its time by its share of the percentages.
      double passes = (double) (TRANSCODED - begin) / (end - begin);
      Duration rest = SHORTEST_REST.plusNanos((long) (elapsed * (passes / share - 1)));
      listener.progress(percent, phase, rest);
    }
  }

  void finishing() {
    listener.progress(TRANSCODED + 1, "finishing", SHORTEST_REST);
  }

  void finished() {
    listener.progress(FINISHED, "finishing");
  }
}
