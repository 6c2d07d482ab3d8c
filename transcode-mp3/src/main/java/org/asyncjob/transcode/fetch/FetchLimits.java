package org.asyncjob.transcode.fetch;

import java.time.Duration;

/**
 * How much a link may cost. Immutable.
 *
 * @param mostBytes no file may have more; 25 MiB unless set
 * @param connecting how long a connection may take to be made; 10 seconds unless set
 * @param silence how long a server may send nothing; 30 seconds unless set
 * @param total how long all of it may take, attempts and pauses included; 10 minutes unless set
 */
public record FetchLimits(long mostBytes, Duration connecting, Duration silence, Duration total) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public FetchLimits {
    if (mostBytes <= 0) {
      throw new IllegalArgumentException("mostBytes " + mostBytes + " is not positive");
    }
    positive("connecting", connecting);
    positive("silence", silence);
    positive("total", total);
  }

  /** Returns the limits that nobody has changed. */
  public static FetchLimits defaults() {
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

    private long mostBytes = 25 * 1024 * 1024;
    private Duration connecting = Duration.ofSeconds(10);
    private Duration silence = Duration.ofSeconds(30);
    private Duration total = Duration.ofMinutes(10);

    private Builder() {}

    /** Sets how large a file may be, in bytes. */
    public Builder mostBytes(long mostBytes) {
      this.mostBytes = mostBytes;
      return this;
    }

    /** Sets how long a connection may take to be made. */
    public Builder connecting(Duration connecting) {
      this.connecting = connecting;
      return this;
    }

    /** Sets how long a server may send nothing. */
    public Builder silence(Duration silence) {
      this.silence = silence;
      return this;
    }

    /** Sets how long all of it may take. */
    public Builder total(Duration total) {
      this.total = total;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public FetchLimits build() {
      return new FetchLimits(mostBytes, connecting, silence, total);
    }
  }
}
