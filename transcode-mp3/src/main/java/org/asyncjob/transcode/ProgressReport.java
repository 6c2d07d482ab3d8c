package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Optional;

/** Turns audio written into percentages and estimates, and tells the listener what is new. */
final class ProgressReport {

  private static final int PROBED = 1;
  private static final int TRANSCODED = 98;
  private static final int FINISHED = 100;
  // What the end takes: writing the tag and storing the file.
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  private final TranscodeListener listener;
  private int last = -1;
  private long firstAudio;

  ProgressReport(TranscodeListener listener) {
    this.listener = listener;
  }

  void probing() {
    listener.progress(0, "probing");
  }

  void transcoding() {
    last = PROBED;
    listener.progress(PROBED, "transcoding");
  }

  /**
   * Tells how much audio is written.
   *
   * @param expected how much it will be in the end, if that is known
   */
  void written(Duration audio, Optional<Duration> expected) {
    if (firstAudio == 0) {
      // Not earlier: starting the process would count as slow work.
      firstAudio = System.nanoTime();
    }
    if (expected.isEmpty()) {
      return;
    }
    double share = Math.min(1, (double) audio.toNanos() / expected.get().toNanos());
    int percent = PROBED + (int) (share * (TRANSCODED - PROBED));
    if (percent > last) {
      last = percent;
      double elapsed = System.nanoTime() - firstAudio;
      Duration rest = SHORTEST_REST.plusNanos((long) (elapsed * (1 - share) / share));
      listener.progress(percent, "transcoding", rest);
    }
  }

  void finishing() {
    listener.progress(TRANSCODED + 1, "finishing", SHORTEST_REST);
  }

  void finished() {
    listener.progress(FINISHED, "finishing");
  }
}
