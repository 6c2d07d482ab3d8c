package org.asyncjob.cli.progress;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** A bar with the time left, drawn in one line of a terminal. */
final class BarView implements ProgressView {

  private static final int LONGEST_NAME = 30;

  private volatile String phase = "";
  private volatile String left = "?";
  private final ProgressBar bar;

  BarView(String name, PrintStream to) {
    bar =
        ProgressBar.builder()
            .setTaskName(shortened(name))
            .setInitialMax(100)
            .setUpdateIntervalMillis(100)
            .setRenderer(new Renderer())
            .setConsumer(new ConsoleProgressBarConsumer(to))
            .clearDisplayOnFinish()
            .build();
  }

  @Override
  public void show(int percent, String newPhase) {
    show(percent, newPhase, "?");
  }

  @Override
  public void show(int percent, String newPhase, Duration remaining) {
    show(percent, newPhase, Durations.forPeople(remaining) + " left");
  }

  @Override
  public void close() {
    bar.close();
  }

  private void show(int percent, String newPhase, String newLeft) {
    phase = newPhase;
    left = newLeft;
    bar.stepTo(percent);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  /** The usual one, with the phase where "42/100" would be, and the time left as it was told. */
  private final class Renderer extends DefaultProgressBarRenderer {
    Renderer() {
      super(
          style(),
          "",
          1,
          false,
          new DecimalFormat(),
          ChronoUnit.SECONDS,
          true,
          state -> Optional.empty());
    }

    @Override
    protected String ratio(ProgressState progress) {
      return phase;
    }

    @Override
    protected String etaString(ProgressState progress) {
      return left;
    }

    private static ProgressBarStyle style() {
      return Charset.defaultCharset().equals(StandardCharsets.UTF_8)
          ? ProgressBarStyle.UNICODE_BLOCK
          : ProgressBarStyle.ASCII;
    }
  }
}
