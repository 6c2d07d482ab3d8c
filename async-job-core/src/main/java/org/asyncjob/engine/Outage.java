package org.asyncjob.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Writes to the log once that something does not work, and once that it works again, however often
 * it is tried meanwhile. Safe for many threads.
 */
final class Outage {

  private final Logger log;
  private final String what;
  private final AtomicBoolean lasts = new AtomicBoolean();

  /**
   * Creates it.
   *
   * @param what does not work, and what is done about it: a sentence
   */
  Outage(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** It was tried, and has failed. */
  void failed(Throwable failure) {
    if (lasts.compareAndSet(false, true)) {
      log.warn("{}; more of the same is not logged", what, failure);
    } else {
      log.debug("{}", what, failure);
    }
  }

  /** It was tried, and has worked. */
  void succeeded() {
    if (lasts.get() && lasts.compareAndSet(true, false)) {
      log.info("over: {}", what);
    }
  }
}
