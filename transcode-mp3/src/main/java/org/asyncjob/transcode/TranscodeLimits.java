package org.asyncjob.transcode;

import java.time.Duration;
import org.asyncjob.transcode.ffmpeg.ProcessLimits;

/**
 * How much one conversion may cost, so that no file can occupy a machine. Immutable.
 *
 * @param longestAudio the audio may not be longer; 4 hours unless set
 * @param largestOutput size of the MP3 in bytes; 1 GiB unless set
 * @param longestRun wall time of the whole conversion; 2 hours unless set
 * @param longestCpu processor time of each of its processes, where the machine can limit that; 1
 *     hour unless set
 * @param largestMemory what each of its processes may allocate, in bytes, where the machine can
 *     limit that; 512 MiB unless set
 */
public record TranscodeLimits(
    Duration longestAudio,
    long largestOutput,
    Duration longestRun,
    Duration longestCpu,
    long largestMemory) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public TranscodeLimits {
    positive("longestAudio", longestAudio);
    positive("longestRun", longestRun);
    positive("longestCpu", longestCpu);
    positive("largestOutput", largestOutput);
    positive("largestMemory", largestMemory);
  }

  /** Returns the limits that nobody has changed. */
  public static TranscodeLimits defaults() {
    return builder().build();
  }

  /** Starts with the default limits. */
  public static Builder builder() {
    return new Builder();
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " " + value + " is not positive");
    }
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " " + value + " is not positive");
    }
  }

  /** What each process may take. */
  ProcessLimits ofProcess() {
    return new ProcessLimits(longestCpu, largestMemory);
  }

  /** Collects limits. Not safe for many threads. */
  public static final class Builder {

    private Duration longestAudio = Duration.ofHours(4);
    private long largestOutput = 1L << 30;
    private Duration longestRun = Duration.ofHours(2);
    private Duration longestCpu = Duration.ofHours(1);
    private long largestMemory = 512L << 20;

    private Builder() {}

    /** Sets how long the audio may be. */
    public Builder longestAudio(Duration longestAudio) {
      this.longestAudio = longestAudio;
      return this;
    }

    /** Sets how large the MP3 may be, in bytes. */
    public Builder largestOutput(long largestOutput) {
      this.largestOutput = largestOutput;
      return this;
    }

    /** Sets how long the conversion may take. */
    public Builder longestRun(Duration longestRun) {
      this.longestRun = longestRun;
      return this;
    }

    /**
     * Sets how much processor time each process may take, all its threads together. One hour of
     * audio takes half a minute to three minutes.
     */
    public Builder longestCpu(Duration longestCpu) {
      this.longestCpu = longestCpu;
      return this;
    }

    /** Sets how much memory each process may allocate, in bytes; below 100 MiB it may not start. */
    public Builder largestMemory(long largestMemory) {
      this.largestMemory = largestMemory;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public TranscodeLimits build() {
      return new TranscodeLimits(
          longestAudio, largestOutput, longestRun, longestCpu, largestMemory);
    }
  }
}
