package org.asyncjob.app;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.jaxrs.RateLimit;

/** What the settings allow a caller in a minute and in a second. */
final class CallerLimits implements RateLimit {

  /** Scripts ask about many jobs at once and then not for a while. */
  private static final int SECONDS_OF_POLLS_AT_ONCE = 10;

  private final Map<Use, TokenBuckets> limits = new EnumMap<>(Use.class);

  /**
   * Creates them.
   *
   * @param submissionsPerMinute 0 for no limit
   * @param pollsPerSecond 0 for no limit
   */
  CallerLimits(int submissionsPerMinute, int pollsPerSecond) {
    if (submissionsPerMinute > 0) {
      limits.put(
          Use.SUBMISSION,
          new TokenBuckets(
              submissionsPerMinute,
              submissionsPerMinute,
              Duration.ofMinutes(1),
              TimeMeter.SYSTEM_NANOTIME));
    }
    if (pollsPerSecond > 0) {
      limits.put(
          Use.POLL,
          new TokenBuckets(
              Math.multiplyExact(pollsPerSecond, SECONDS_OF_POLLS_AT_ONCE),
              pollsPerSecond,
              Duration.ofSeconds(1),
              TimeMeter.SYSTEM_NANOTIME));
    }
  }

  @Override
  public Optional<Duration> use(Use use, String caller) {
    TokenBuckets buckets = limits.get(use);
    return buckets == null ? Optional.empty() : buckets.take(caller);
  }
}
