package org.asyncjob.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.transcode.TranscodeListener;

/** What a conversion has said, while it ran, of the time that it would still take. */
final class ToldTimes implements TranscodeListener {

  private final List<Told> told = new ArrayList<>();
  private long end;

  private record Told(int percent, long at, long remaining) {}

  @Override
  public synchronized void progress(int percent, String phase) {
    // Without a time.
  }

  @Override
  public synchronized void progress(int percent, String phase, Duration remaining) {
    told.add(new Told(percent, System.nanoTime(), remaining.toNanos()));
  }

  /** The conversion has just ended. */
  synchronized void done() {
    end = System.nanoTime();
  }

  /**
   * How far off the first time was that was told when so much of the work was done: told to real,
   * less one. Zero where it was exact, below where it was too short.
   */
  synchronized double error(int percent) {
    for (Told one : told) {
      if (one.percent >= percent) {
        return (double) one.remaining / (end - one.at) - 1;
      }
    }
    throw new IllegalStateException("no time was told at " + percent + " % or later");
  }
}
