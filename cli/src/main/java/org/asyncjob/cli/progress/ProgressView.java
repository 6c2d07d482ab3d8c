package org.asyncjob.cli.progress;

import java.time.Duration;

/** Shows how far one job is, until it is closed. Safe for many threads. */
public interface ProgressView extends AutoCloseable {

  /** Shows nothing. */
  ProgressView NONE =
      new ProgressView() {
        @Override
        public void show(int percent, String phase) {}

        @Override
        public void show(int percent, String phase, Duration remaining) {}

        @Override
        public void close() {}
      };

  /**
   * Shows how far the job is.
   *
   * @param percent of the phase, 0 to 100; may start again with a new phase
   * @param phase a word for people
   */
  void show(int percent, String phase);

  /**
   * The same where it can be told how long the rest will take.
   *
   * @param remaining an estimate
   */
  void show(int percent, String phase, Duration remaining);

  /** Leaves the screen to others. */
  @Override
  void close();
}
