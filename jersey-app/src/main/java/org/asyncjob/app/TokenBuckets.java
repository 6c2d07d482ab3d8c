package org.asyncjob.app;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bucket of tokens for each caller: it is full at first, everything that is done takes one, and
 * they come back evenly. A full bucket is as good as none, so that only those have one who have
 * done something lately, and no more than a certain number of them: beyond it all share one.
 */
final class TokenBuckets {

  static final int MOST = 10_000;

  private static final Duration BETWEEN_CLEARANCES = Duration.ofSeconds(1);

  private final int capacity;
  private final int refill;
  private final Duration period;
  private final TimeMeter clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Bucket everybodyElse;
  private long cleared;

  /**
   * Creates it.
   *
   * @param capacity how much may be done at once
   * @param refill how much may be done in each {@code period} in the long run
   */
  TokenBuckets(int capacity, int refill, Duration period, TimeMeter clock) {
    this.capacity = capacity;
    this.refill = refill;
    this.period = period;
    this.clock = clock;
    everybodyElse = bucket();
    cleared = clock.currentTimeNanos() - BETWEEN_CLEARANCES.toNanos();
  }

  /** Takes a token, or says when there will be one. */
  Optional<Duration> take(String caller) {
    Bucket known = buckets.get(caller);
    Bucket bucket = known == null ? admitted(caller) : known;
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill())));
  }

  /** How many callers have a bucket of their own. */
  int size() {
    return buckets.size();
  }

  private synchronized Bucket admitted(String caller) {
    if (buckets.size() >= MOST) {
      clear();
    }
    return buckets.size() >= MOST
        ? everybodyElse
        : buckets.computeIfAbsent(caller, unused -> bucket());
  }

  private void clear() {
    long now = clock.currentTimeNanos();
    if (now - cleared >= BETWEEN_CLEARANCES.toNanos()) {
      cleared = now;
      buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= capacity);
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
        .withCustomTimePrecision(clock)
        .build();
  }
}
