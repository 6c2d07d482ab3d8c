package org.asyncjob.jaxrs;

import java.time.Duration;
import java.util.Optional;

/**
 * Says who asks too much. Asked before a request is looked at, where it is known who sends it. Safe
 * for many threads, and quick: each poll asks it.
 */
@FunctionalInterface
public interface RateLimit {

  /** What a caller does. */
  enum Use {
    /** Hands in work. */
    SUBMISSION,
    /** Asks how a job stands; to follow one by events counts once, as a held answer does. */
    POLL
  }

  /**
   * Counts one use.
   *
   * @param caller the principal, or the address of who has connected: that of the client where a
   *     {@linkplain TrustedProxies trusted proxy} tells it; for IP version 6 the first 64 bits
   * @return nothing if it is granted; else when to try again, above zero: it is answered with 429
   */
  Optional<Duration> use(Use use, String caller);
}
