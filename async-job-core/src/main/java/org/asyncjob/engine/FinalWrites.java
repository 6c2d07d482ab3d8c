package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.asyncjob.Job;
import org.asyncjob.JobStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how runs have ended. While the store does not answer, the worker keeps what its run has
 * made and tries again, until that is written or refused, or the engine ends.
 */
final class FinalWrites {

  private static final Logger LOG = LoggerFactory.getLogger(FinalWrites.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How often a write fails, each time after others have not, until it is hopeless. */
  private static final int HOPELESS = 10;

  private final Transitions transitions;
  private final Duration firstPause;
  private final Duration longestPause;
  private final AtomicLong successes = new AtomicLong();
  private final Outage outage =
      new Outage(LOG, "the ends of jobs cannot be stored: results are kept and stored later");
  private volatile boolean closing;
  private volatile boolean closed;

  FinalWrites(Transitions transitions) {
    this(transitions, FIRST_PAUSE, LONGEST_PAUSE);
  }

  FinalWrites(Transitions transitions, Duration firstPause, Duration longestPause) {
    this.transitions = transitions;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
  }

  /**
   * Writes until the store has answered.
   *
   * @param write one try
   * @param isOwn whether a job is as one of these tries has left it
   * @return the job as it was written, or nothing if it does not belong to this run any more
   * @throws JobStoreException if the engine ended before; whether it was written is not known then
   * @throws IllegalStateException if the store takes the ends of other jobs, and this one never: it
   *     is what was to be written that the store does not bear, and not an outage
   */
  Optional<Job> write(Job claimed, Supplier<Optional<Job>> write, Predicate<Job> isOwn) {
    Duration pause = firstPause;
    long seen = successes.get();
    int despiteOthers = 0;
    boolean isInDoubt = false;
    boolean isLastTry = false;
    while (true) {
      try {
        Optional<Job> written = write.get();
        if (written.isEmpty() && isInDoubt) {
          written = transitions.find(claimed.id()).filter(isOwn);
        }
        outage.succeeded();
        successes.incrementAndGet();
        return written;
      } catch (JobStoreException e) {
        isInDoubt = true;
        outage.failed(e);
        if (isLastTry || closed) {
          throw e;
        }
        long others = successes.get();
        despiteOthers += others == seen ? 0 : 1;
        seen = others;
        if (despiteOthers == HOPELESS) {
          throw new IllegalStateException(
              "the store takes how other jobs end, and not how " + claimed + " does", e);
        }
      }
      isLastTry = isInterruptedWithin(pause) && closing;
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(longestPause) < 0 ? next : longestPause;
    }
  }

  /** From now on an interruption ends the tries, after one more. */
  void closing() {
    closing = true;
  }

  /** Ends all tries. */
  void close() {
    closed = true;
  }

  private static boolean isInterruptedWithin(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      return false;
    } catch (InterruptedException e) {
      // Not restored: the store, which is asked next, may not answer an interrupted thread.
      return true;
    }
  }
}
