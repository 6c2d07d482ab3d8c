package org.asyncjob.cli.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The kinds of progress display. */
public enum ProgressDisplay {
  /** A bar that is drawn again and again, for terminals. */
  BAR,
  /** A line now and then, for logs. */
  LINES,
  /** Nothing. */
  NONE;

  /** What suits the standard error of this process: a bar on a terminal, else lines. */
  public static ProgressDisplay ofStandardError() {
    String terminal = System.getenv("TERM");
    return isUsable(terminal) && standardErrorIsTerminal() ? BAR : LINES;
  }

  /** Starts to show a job under this name. */
  public ProgressView start(String name, PrintStream to) {
    return switch (this) {
      case BAR -> new BarView(name, to);
      case LINES -> new LineView(name, to, InstantSource.system());
      case NONE -> ProgressView.NONE;
    };
  }

  private static boolean isUsable(@Nullable String terminal) {
    return terminal != null && !terminal.isEmpty() && !terminal.equals("dumb");
  }

  /** Java only knows whether input and output are a terminal, both together. */
  private static boolean standardErrorIsTerminal() {
    try {
      return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
