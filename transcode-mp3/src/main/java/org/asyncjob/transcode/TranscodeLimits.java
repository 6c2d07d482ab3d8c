package org.asyncjob.transcode;

import java.time.Duration;

/**
 * How much one conversion may cost, so that no file can occupy a machine. Immutable.
 *
 * @param longestAudio the audio may not be longer; 4 hours unless set
 * @param largestOutput size of the MP3 in bytes; 1 GiB unless set
 * @param longestRun wall time of the whole conversion; 2 hours unless set
 */
public record TranscodeLimits(Duration longestAudio, long largestOutput, Duration longestRun) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public TranscodeLimits {
    positive("longestAudio", longestAudio);
    positive("longestRun", longestRun);
    if (largestOutput <= 0) {
      throw new IllegalArgumentException("largestOutput " + largestOutput + " is not positive");
    }
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

  /** Collects limits. Not safe for many threads. */
  public static final class Builder {

    private Duration longestAudio = Duration.ofHours(4);
    private long largestOutput = 1L << 30;
    private Duration longestRun = Duration.ofHours(2);

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
     * Returns the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public TranscodeLimits build() {
      return new TranscodeLimits(longestAudio, largestOutput, longestRun);
    }
  }
}
