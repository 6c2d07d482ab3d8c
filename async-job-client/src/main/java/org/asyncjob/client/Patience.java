package org.asyncjob.client;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Repeats what a busy server or a broken connection prevented, until a time has passed. */
final class Patience {

  /** One attempt. */
  @FunctionalInterface
  interface Attempt<T> {
    T get() throws InterruptedException;
  }

  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);

  private final RetryPolicy<Object> policy;

  /**
   * @param longest how long it goes on; one attempt only, if that is no time
   * @param outlasts which lost connections it tries again; a busy server it always asks again
   */
  Patience(Duration longest, Predicate<ServerUnreachableException> outlasts) {
    // The first delay has to be shorter than all of them together, and a policy without delays
    // would ask without pause.
    Duration first = Collections.min(List.of(FIRST_DELAY, longest.dividedBy(2)));
    RetryPolicyBuilder<Object> builder =
        RetryPolicy.builder()
            .handleIf(failure -> isWorthAnotherTry(failure, longest, outlasts))
            .withDelayFn(context -> delayAskedFor(context.getLastException()));
    this.policy =
        longest.compareTo(SHORTEST) < 0
            ? builder.withMaxRetries(0).build()
            : builder
                .withBackoff(first, LONGEST_DELAY)
                .withMaxRetries(-1)
                .withMaxDuration(longest)
                .build();
  }

  <T> T with(Attempt<T> attempt) throws InterruptedException {
    try {
      return Failsafe.with(policy).get(attempt::get);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        Thread.interrupted(); // the exception says it
        throw interrupted;
      }
      throw e;
    }
  }

  private static boolean isWorthAnotherTry(
      Throwable failure, Duration longest, Predicate<ServerUnreachableException> outlasts) {
    if (failure instanceof ServerBusyException busy) {
      return busy.retryAfter().filter(wait -> wait.compareTo(longest) > 0).isEmpty();
    }
    return failure instanceof ServerUnreachableException unreachable && outlasts.test(unreachable);
  }

  /** A negative delay means: as the backoff says. */
  private static Duration delayAskedFor(Throwable failure) {
    return failure instanceof ServerBusyException busy
        ? busy.retryAfter().orElse(Duration.ofMillis(-1))
        : Duration.ofMillis(-1);
  }
}
