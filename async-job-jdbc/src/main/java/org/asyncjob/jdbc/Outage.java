package org.asyncjob.jdbc;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that does not work for a while: one line in the log when it begins, one when it is
 * over, however many threads and failures lie between. Safe for many threads.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String what;
  private boolean lasts;
  private long beginNanos;
  private long endNanos;
  private boolean wasAny;

  /**
   * Creates it.
   *
   * @param what is the matter, and what follows from it, for the log
   */
  Outage(String what) {
    this.what = what;
  }

  /** It does not work. */
  synchronized void begin(Exception cause) {
    if (lasts) {
      LOG.debug("still {}", what, cause);
      return;
    }
    lasts = true;
    beginNanos = System.nanoTime();
    LOG.warn("{}", what, cause);
  }

  /** It works. */
  synchronized void end() {
    if (!lasts) {
      return;
    }
    lasts = false;
    wasAny = true;
    endNanos = System.nanoTime();
    LOG.info("over after {}: {}", Duration.ofNanos(endNanos - beginNanos), what);
  }

  /** Whether there has been none for so long. */
  synchronized boolean isOverSince(Duration quiet) {
    return !lasts && (!wasAny || System.nanoTime() - endNanos > quiet.toNanos());
  }
}
