package org.asyncjob.cli.progress;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left, drawn in one line of a terminal. */
final class BarView implements ProgressView {

  private static final int LONGEST_NAME = 30;

  private final AtomicReference<Optional<Duration>> left = new AtomicReference<>(Optional.empty());
  private final ProgressBar bar;

  BarView(String name, PrintStream to) {
    bar =
        ProgressBar.builder()
            .setTaskName(shortened(name))
            .setInitialMax(100)
            .setUnit(" %", 1)
            .setStyle(
                Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                    ? ProgressBarStyle.UNICODE_BLOCK
                    : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .setEtaFunction(state -> left.get())
            .setConsumer(new ConsoleProgressBarConsumer(to))
            .clearDisplayOnFinish()
            .build();
  }

  @Override
  public void show(int percent, String phase) {
    show(percent, phase, Optional.empty());
  }

  @Override
  public void show(int percent, String phase, Duration remaining) {
    show(percent, phase, Optional.of(remaining));
  }

  @Override
  public void close() {
    bar.close();
  }

  private void show(int percent, String phase, Optional<Duration> remaining) {
    left.set(remaining);
    bar.setExtraMessage(phase);
    bar.stepTo(percent);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
