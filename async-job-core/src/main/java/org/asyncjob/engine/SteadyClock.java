package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what has expired. Set forward by a day, a plain clock would have everything expire at once
 * that was promised to stay for that day; this one follows such a jump only when as much time has
 * really passed as anything stays. Safe for many threads.
 *
 * <p>It has to be asked now and then to notice a jump. Of one that happens while the process does
 * not run it knows nothing.
 */
final class SteadyClock implements InstantSource {

  private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Duration longest;
  private Instant last;
  private long lastNanos;
  private Duration heldBack = Duration.ZERO;
  private long heldSince;

  /**
   * Starts with the time of a clock.
   *
   * @param nanoTime counts nanoseconds, whatever becomes of the clock
   * @param longest how long anything stays
   */
  SteadyClock(InstantSource clock, LongSupplier nanoTime, Duration longest) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.longest = longest;
    last = clock.instant();
    lastNanos = nanoTime.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    Instant now = clock.instant();
    long nanos = nanoTime.getAsLong();
    Duration jump = Duration.between(last, now).minusNanos(nanos - lastNanos);
    if (jump.abs().compareTo(TOLERANCE) > 0) {
      LOG.warn("the clock has jumped by {}; nothing expires sooner for it", jump);
      Duration held = heldBack.plus(jump);
      heldBack = held.isNegative() ? Duration.ZERO : held;
      heldSince = nanos;
    }
    if (nanos - heldSince > longest.toNanos()) {
      heldBack = Duration.ZERO;
    }
    last = now;
    lastNanos = nanos;
    return now.minus(heldBack);
  }
}
