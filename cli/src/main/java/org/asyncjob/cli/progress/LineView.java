package org.asyncjob.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A line at each change of phase, each ten percent and each ten seconds. */
final class LineView implements ProgressView {

  private static final int STEP = 10;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final String name;
  private final PrintStream to;
  private final InstantSource clock;

  private String shownPhase = "";
  private int shownPercent;
  private Instant shownAt = Instant.MIN;

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
    boolean worthALine =
        !phase.equals(shownPhase)
            || percent / STEP > shownPercent / STEP
            || !now.isBefore(shownAt.plus(LONGEST_SILENCE));
    if (worthALine) {
      to.println(name + ": " + phase + " " + percent + " %" + rest);
      shownPhase = phase;
      shownPercent = percent;
      shownAt = now;
    }
  }
}
