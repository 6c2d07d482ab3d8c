package org.asyncjob.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A line at each change of phase, each ten percent (once a second at most) and each ten seconds.
 */
final class LineView implements ProgressView {

  private static final int STEP = 10;
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(1);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final String name;
  private final PrintStream to;
  private final InstantSource clock;

  private String shownPhase = "";
  private int shownPercent;
  private Instant shownAt = Instant.EPOCH;

  LineView(String name, PrintStream to, InstantSource clock) {
    this.name = name;
    this.to = to;
    this.clock = clock;
  }

  @Override
  public void show(int percent, String phase) {
    show(percent, phase, "");
  }

  @Override
  public void show(int percent, String phase, Duration remaining) {
    show(percent, phase, ", " + Durations.forPeople(remaining) + " left");
  }

  @Override
  public void close() {}

  private synchronized void show(int percent, String phase, String rest) {
    Instant now = clock.instant();
    Duration silence = percent / STEP > shownPercent / STEP ? SHORTEST_SILENCE : LONGEST_SILENCE;
    if (!phase.equals(shownPhase) || !now.isBefore(shownAt.plus(silence))) {
      to.println(name + ": " + phase + " " + percent + " %" + rest);
      shownPhase = phase;
      shownPercent = percent;
      shownAt = now;
    }
  }
}
