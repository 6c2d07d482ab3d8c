package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the settings of a handler, and what is decided by it. */
class HandlerSettingsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void thePauseDoublesUntilItIsTheLongest() {
    HandlerSettings settings =
        HandlerSettings.builder().backoff(Duration.ofSeconds(3), Duration.ofSeconds(20)).build();

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(settings::backoff).map(Duration::toSeconds))
        .containsExactly(3L, 6L, 12L, 20L, 20L, 20L);
    assertThat(settings.backoff(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void withoutAWordThePauseIsFromOneSecondToOneMinute() {
    assertThat(HandlerSettings.DEFAULT.backoff(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(HandlerSettings.DEFAULT.backoff(100)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void theLongestPauseIsWhatWasSaid() {
    HandlerSettings settings =
        HandlerSettings.builder()
            .attempts(1)
            .backoff(Duration.ofSeconds(3), Duration.ofSeconds(3))
            .build();

    assertThat(settings.longestBackoff()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.backoff(2)).isEqualTo(Duration.ofSeconds(3));
    assertThat(retries(settings, 7).attempts("play")).isEqualTo(1);
  }

  @Test
  void aPauseOfNothingStaysNothing() {
    HandlerSettings settings =
        HandlerSettings.builder().attempts(9).backoff(Duration.ZERO, Duration.ZERO).build();

    assertThat(settings.backoff(1)).isZero();
    assertThat(settings.backoff(8)).isZero();
    assertThat(again(settings, 1, new IOException())).contains(NOW);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "2, 1", "0, 1"})
  void aPauseThatIsNoneIsRefused(long first, long longest) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HandlerSettings.builder()
                    .backoff(Duration.ofSeconds(first), Duration.ofSeconds(longest)))
        .withMessageContaining("backoff from")
        .withMessageContaining("is not possible");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void thereIsAFirstAttempt(int attempts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandlerSettings.builder().attempts(attempts))
        .withMessage("attempts " + attempts + " is below 1: the first one counts");
  }

  @Test
  void chanceShortensThePauseByHalfAtMost() {
    HandlerSettings settings =
        HandlerSettings.builder()
            .attempts(5)
            .backoff(Duration.ofSeconds(8), Duration.ofSeconds(100))
            .build();
    Retries retries = retries(settings, 3);

    List<Long> pauses =
        IntStream.range(0, 1000)
            .mapToObj(i -> retries.after(claimed(2), new IOException()).orElseThrow())
            .map(time -> Duration.between(NOW, time).toMillis())
            .toList();

    assertThat(pauses).allMatch(pause -> pause >= 8_000 && pause <= 16_000);
    assertThat(pauses).anyMatch(pause -> pause < 9_000).anyMatch(pause -> pause > 15_000);
  }

  @Test
  void withoutAttemptsNoExceptionIsFollowedByAnotherAttempt() {
    HandlerSettings settings =
        HandlerSettings.builder().backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)).build();

    assertThat(again(settings, 1, new IOException())).isEmpty();
    assertThat(retries(settings, 7).attempts("play")).isEqualTo(7);
    assertThat(retries(settings, 7).attempts("other")).isEqualTo(7);
  }

  @Test
  void theLimitOfTheKindComesBeforeThatOfTheEngine() {
    HandlerSettings settings = HandlerSettings.builder().attempts(2).build();

    assertThat(retries(settings, 7).attempts("play")).isEqualTo(2);
    assertThat(again(settings, 1, new IOException())).isPresent();
    assertThat(again(settings, 2, new IOException())).isEmpty();
    assertThat(again(settings, 3, new IOException())).isEmpty();
  }

  @Test
  void aFailureWithAReasonForTheSubmitterIsFinal() {
    HandlerSettings settings = HandlerSettings.builder().attempts(5).build();

    assertThat(again(settings, 1, failed())).isEmpty();
  }

  @Test
  void errorsAreFinalAndNobodyIsAsked() {
    HandlerSettings settings =
        HandlerSettings.builder().attempts(5).finalErrors(error -> false).build();

    assertThat(again(settings, 1, new StackOverflowError())).isEmpty();
    assertThat(again(settings, 1, new AssertionError())).isEmpty();
  }

  @Test
  void exceptionsThatAreNamedAreFinalWithTheirSubclasses() {
    HandlerSettings settings =
        HandlerSettings.builder()
            .attempts(5)
            .finalErrors(FileNotFoundException.class, IllegalArgumentException.class)
            .build();

    assertThat(again(settings, 1, new FileNotFoundException())).isEmpty();
    assertThat(again(settings, 1, new NumberFormatException())).isEmpty();
    assertThat(again(settings, 1, failed())).isEmpty();
    assertThat(again(settings, 1, new IOException())).isPresent();
  }

  @Test
  void whoDecidesItAllDecidesOnReasonsForTheSubmitterToo() {
    HandlerSettings settings =
        HandlerSettings.builder().attempts(5).finalErrors(IOException.class::isInstance).build();

    assertThat(again(settings, 1, failed())).isPresent();
    assertThat(again(settings, 1, new IOException())).isEmpty();
  }

  @Test
  void aDecisionThatFailsIsFinal() {
    HandlerSettings settings =
        HandlerSettings.builder()
            .attempts(5)
            .finalErrors(
                error -> {
                  throw new IllegalStateException("undecided");
                })
            .build();

    assertThat(again(settings, 1, new IOException())).isEmpty();
  }

  private static JobFailedException failed() {
    return new JobFailedException(new JobFailure("tired", "Tired", "Tired."));
  }

  private static Optional<Instant> again(HandlerSettings settings, int attempt, Throwable cause) {
    return retries(settings, 3).after(claimed(attempt), cause);
  }

  private static Retries retries(HandlerSettings settings, int attempts) {
    return new Retries(
        Map.of("play", settings), attempts, InstantSource.fixed(NOW), new SplittableRandom(7));
  }

  private static Job claimed(int attempt) {
    return Job.builder(JobId.random(), JobRequest.builder("play").build(), NOW)
        .state(JobState.RUNNING)
        .attempt(attempt)
        .build();
  }
}
