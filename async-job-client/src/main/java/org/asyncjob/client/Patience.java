package org.asyncjob.client;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;

/** Repeats what a busy server or a broken connection prevented, until a time has passed. */
final class Patience {

  /** One attempt. */
  @FunctionalInterface
  interface Attempt<T> {
    T get() throws InterruptedException;
  }

  private final RetryPolicy<Object> policy;

  /**
   * @param longest how long it goes on
   * @param outlasts which lost connections it tries again; a busy server it always asks again
   */
  Patience(Duration longest, Predicate<ServerUnreachableException> outlasts) {
    this.policy =
        RetryPolicy.builder()
            .handleIf(failure -> isWorthAnotherTry(failure, longest, outlasts))
            .withBackoff(500, 15_000, ChronoUnit.MILLIS)
            .withDelayFn(context -> delayAskedFor(context.getLastException()))
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
