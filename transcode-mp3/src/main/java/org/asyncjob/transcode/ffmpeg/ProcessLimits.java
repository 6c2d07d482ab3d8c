package org.asyncjob.transcode.ffmpeg;

import java.time.Duration;

/**
 * What one process of ffmpeg or ffprobe may take.
 *
 * @param cpuTime of all its threads together; parts of seconds are rounded up
 * @param memory in bytes: its heap and the stacks of its threads, not its program and libraries
 */
public record ProcessLimits(Duration cpuTime, long memory) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ProcessLimits {
    if (cpuTime.isNegative() || cpuTime.isZero() || memory <= 0) {
      throw new IllegalArgumentException(
          "limits of " + cpuTime + " and " + memory + " bytes are not positive");
    }
  }

  long cpuSeconds() {
    return cpuTime.plusNanos(999_999_999).toSeconds();
  }
}
