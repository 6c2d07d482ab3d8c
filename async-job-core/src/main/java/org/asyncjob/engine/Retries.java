package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a job is started again, and when. */
final class Retries {

  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  private final Map<String, HandlerSettings> settings;
  private final int attempts;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * Creates it.
   *
   * @param settings by kind of job
   * @param attempts how often a job may be started whose kind has no limit of its own
   */
  Retries(
      Map<String, HandlerSettings> settings,
      int attempts,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.attempts = attempts;
    this.clock = clock;
    this.random = random;
  }

  /** How often a job of this kind may be started. */
  int attempts(String kind) {
    return settings(kind).attempts().orElse(attempts);
  }

  /** Whether a job may be started once more that was started and did not come to an end. */
  boolean mayStart(Job job) {
    return job.attempt() < attempts(job.request().kind());
  }

  /**
   * How long a job still has to pause; zero if it need not. Never longer than its kind pauses: it
   * is the clock that has been set then, and the job need not wait for that.
   */
  Duration pause(Job job) {
    Duration longest = settings(job.request().kind()).longestBackoff();
    return job.notBefore()
        .filter(any -> job.state() == JobState.QUEUED)
        .map(time -> Duration.between(clock.instant(), time))
        .filter(rest -> !rest.isNegative() && rest.compareTo(longest) <= 0)
        .orElse(Duration.ZERO);
  }

  /** When a job may be started again whose attempt has failed; nothing if that was its last. */
  Optional<Instant> after(Job claimed, Throwable cause) {
    HandlerSettings ours = settings(claimed.request().kind());
    boolean isLast = ours.attempts().isEmpty() || claimed.attempt() >= ours.attempts().get();
    if (isLast || isFinal(ours, claimed, cause)) {
      return Optional.empty();
    }
    long longest = ours.backoff(claimed.attempt()).toNanos();
    long pause = longest - (longest == 0 ? 0 : random.nextLong(longest / 2 + 1));
    return Optional.of(clock.instant().plus(Duration.ofNanos(pause)));
  }

  /** What is no exception is a mistake in the program, or the end of its memory. */
  private static boolean isFinal(HandlerSettings settings, Job job, Throwable cause) {
    if (!(cause instanceof Exception error)) {
      return true;
    }
    try {
      return settings.isFinal(error);
    } catch (RuntimeException e) {
      LOG.error("whether {} may run again cannot be told: it may not", job, e);
      return true;
    }
  }

  private HandlerSettings settings(String kind) {
    return settings.getOrDefault(kind, HandlerSettings.DEFAULT);
  }
}
