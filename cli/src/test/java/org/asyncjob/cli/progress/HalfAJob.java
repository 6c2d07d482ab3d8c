package org.asyncjob.cli.progress;

import java.time.Duration;

/** A program that shows half of a job on whatever its standard error is. */
public final class HalfAJob {

  private HalfAJob() {}

  public static void main(String... arguments) {
    ProgressView view = ProgressDisplay.ofStandardError().start("clip.mp4", System.err);
    view.show(50, "transcoding", Duration.ofSeconds(75));
    view.close();
  }
}
