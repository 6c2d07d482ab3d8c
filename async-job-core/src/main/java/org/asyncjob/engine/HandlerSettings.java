package org.asyncjob.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.asyncjob.JobFailedException;
import org.jspecify.annotations.Nullable;

/**
 * How the jobs of one kind are run: how often, with which pauses, and how many at once. Goes with
 * the handler to {@link JobEngineBuilder#handler(String, Class, org.asyncjob.spi.JobHandler,
 * HandlerSettings)}. Immutable.
 *
 * <p>Without {@link Builder#attempts} an exception ends the job: only who wrote a handler knows
 * whether its work may be done twice. A job whose process died runs again in any case, as often as
 * {@link JobEngineBuilder#attempts} says.
 */
public final class HandlerSettings {

  /** No exception is followed by another attempt. */
  static final HandlerSettings DEFAULT = builder().build();

  private final @Nullable Integer attempts;
  private final Duration firstBackoff;
  private final Duration longestBackoff;
  private final Predicate<? super Exception> finalErrors;
  private final @Nullable Integer concurrency;

  private HandlerSettings(Builder builder) {
    attempts = builder.attempts;
    firstBackoff = builder.firstBackoff;
    longestBackoff = builder.longestBackoff;
    finalErrors = builder.finalErrors;
    concurrency = builder.concurrency;
  }

  /** Starts with settings that leave everything as it is without any. */
  public static Builder builder() {
    return new Builder();
  }

  /** How often a job is started at most, if that was set. */
  Optional<Integer> attempts() {
    return Optional.ofNullable(attempts);
  }

  /** How many jobs run at once at most, if that was set. */
  Optional<Integer> concurrency() {
    return Optional.ofNullable(concurrency);
  }

  /** The pause after the given attempt, before it is shortened by chance. */
  Duration backoff(int attempt) {
    Duration backoff = firstBackoff;
    for (int i = 1; i < attempt && backoff.compareTo(longestBackoff) < 0; i++) {
      backoff = backoff.isZero() ? longestBackoff : backoff.multipliedBy(2);
    }
    return backoff.compareTo(longestBackoff) < 0 ? backoff : longestBackoff;
  }

  /** The longest pause after any attempt. */
  Duration longestBackoff() {
    return longestBackoff;
  }

  boolean isFinal(Exception error) {
    return finalErrors.test(error);
  }

  /** Collects settings. Not safe for many threads. */
  public static final class Builder {

    private @Nullable Integer attempts;
    private Duration firstBackoff = Duration.ofSeconds(1);
    private Duration longestBackoff = Duration.ofMinutes(1);
    private Predicate<? super Exception> finalErrors = JobFailedException.class::isInstance;
    private @Nullable Integer concurrency;

    private Builder() {}

    /**
     * Sets how often a job is started at most, and has exceptions followed by another attempt as
     * long as that is not reached. Each start counts: one that ended with an exception, and one
     * that ended with the process. So 1 means that a job is started once, whatever happens.
     *
     * @param attempts 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public Builder attempts(int attempts) {
      if (attempts < 1) {
        throw new IllegalArgumentException(
            "attempts " + attempts + " is below 1: the first one counts");
      }
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets how long a job pauses after an attempt that failed: {@code first} after the first one,
     * twice as long after each that follows, never longer than {@code longest}; each time between
     * half of that and all of it, at random, so that jobs that failed together do not all come back
     * together. One second and one minute if not set. A job that pauses holds no thread.
     *
     * @param first zero or more; zero only together with a {@code longest} of zero
     * @param longest {@code first} or more
     * @throws IllegalArgumentException if they are not
     */
    public Builder backoff(Duration first, Duration longest) {
      boolean isNeverZero = !first.isZero() || longest.isZero();
      if (first.isNegative() || longest.compareTo(first) < 0 || !isNeverZero) {
        throw new IllegalArgumentException(
            ("a backoff from %s to %s is not possible: the first is above zero, or both are zero,"
                    + " and the longest is not below the first")
                .formatted(first, longest));
      }
      firstBackoff = first;
      longestBackoff = longest;
      return this;
    }

    /**
     * Names exceptions after which no other attempt is made, in addition to {@link
     * JobFailedException}; those of their subclasses as well.
     */
    @SafeVarargs
    public final Builder finalErrors(Class<? extends Exception>... types) {
      List<Class<? extends Exception>> all = new ArrayList<>();
      for (Class<? extends Exception> type : types) {
        all.add(type);
      }
      return finalErrors(
          error ->
              error instanceof JobFailedException
                  || all.stream().anyMatch(type -> type.isInstance(error)));
    }

    /**
     * Decides after which exceptions no other attempt is made. Asked about each of them, {@link
     * JobFailedException} included, which is final only as long as this is not set. It runs on
     * worker threads, on many at once; when it throws, the exception that it was asked about is
     * final.
     *
     * @param finalErrors true if trying again has no use
     */
    public Builder finalErrors(Predicate<? super Exception> finalErrors) {
      this.finalErrors = finalErrors;
      return this;
    }

    /**
     * Sets how many jobs of this kind run at once at most, on this engine; as many as there are
     * workers if not set. Jobs beyond that wait, in the order in which they came, without holding a
     * worker: jobs of other kinds overtake them. They count as waiting ones where the executor
     * limits these.
     *
     * @param concurrency 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public Builder concurrency(int concurrency) {
      if (concurrency < 1) {
        throw new IllegalArgumentException(
            "concurrency " + concurrency + " is below 1: no job of this kind would ever run");
      }
      this.concurrency = concurrency;
      return this;
    }

    /** Returns the settings. */
    public HandlerSettings build() {
      return new HandlerSettings(this);
    }
  }
}
