package org.asyncjob.transcode;

import java.time.Duration;

/** A moment until which something must be done, by a clock that nobody sets. */
record Deadline(long nanoTime) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Returns the earlier of this and one that is so far away from now. */
  Deadline atMost(Duration duration) {
    return remainingNanos() < duration.toNanos() ? this : in(duration);
  }

  /** 0 when it is over. */
  long remainingNanos() {
    return Math.max(0, nanoTime - System.nanoTime());
  }
}
