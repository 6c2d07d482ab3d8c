package org.asyncjob.jdbc;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * Times as columns hold them: nanoseconds, since 1970 where they are instants. What lies outside of
 * the years 1677 to 2262 becomes the nearest of these.
 */
final class Moments {

  private static final long NANOS = 1_000_000_000;
  private static final BigInteger NANOS_EACH = BigInteger.valueOf(NANOS);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private Moments() {}

  static long nanos(Instant instant) {
    return nanos(instant.getEpochSecond(), instant.getNano());
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  static long nanos(Duration duration) {
    return nanos(duration.getSeconds(), duration.getNano());
  }

  static Duration duration(long nanos) {
    return Duration.ofNanos(nanos);
  }

  private static long nanos(long seconds, int nanos) {
    return BigInteger.valueOf(seconds)
        .multiply(NANOS_EACH)
        .add(BigInteger.valueOf(nanos))
        .max(LEAST)
        .min(MOST)
        .longValueExact();
  }
}
