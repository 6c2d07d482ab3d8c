package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncjob.jaxrs.RateLimit.Use;
import org.junit.jupiter.api.Test;

/** Who may do how much, and what it costs to know. */
class TokenBucketsTest {

  private final Clock clock = new Clock();
  private final TokenBuckets buckets = new TokenBuckets(2, 6, Duration.ofMinutes(1), clock);

  @Test
  void whatIsTakenAtOnceComesBackEvenly() {
    assertThat(buckets.take("ann")).isEmpty();
    assertThat(buckets.take("ann")).isEmpty();
    assertThat(buckets.take("ann")).contains(Duration.ofSeconds(10));

    clock.advance(Duration.ofSeconds(4));
    assertThat(buckets.take("ann")).contains(Duration.ofSeconds(6));

    clock.advance(Duration.ofSeconds(6));
    assertThat(buckets.take("ann")).isEmpty();
    assertThat(buckets.take("ann")).contains(Duration.ofSeconds(10));
  }

  @Test
  void eachCallerHasABucketOfItsOwn() {
    buckets.take("ann");
    buckets.take("ann");

    assertThat(buckets.take("bob")).isEmpty();
    assertThat(buckets.take("ann")).isPresent();
  }

  @Test
  void whoeverHasDoneNothingLatelyTakesNoMemory() {
    for (int i = 0; i < TokenBuckets.MOST; i++) {
      buckets.take("early " + i);
    }
    clock.advance(Duration.ofMinutes(1));

    assertThat(buckets.take("late")).isEmpty();

    assertThat(buckets.size()).isEqualTo(1);
  }

  @Test
  void beyondTheirMostAllNewcomersShareOneBucketUntilThereIsRoomAgain() {
    for (int i = 0; i < TokenBuckets.MOST; i++) {
      buckets.take("early " + i);
    }

    assertThat(buckets.take("late 1")).isEmpty();
    assertThat(buckets.take("late 2")).isEmpty();
    assertThat(buckets.take("late 3")).isPresent();
    assertThat(buckets.take("early 0")).isEmpty();
    assertThat(buckets.size()).isEqualTo(TokenBuckets.MOST);

    clock.advance(Duration.ofMinutes(1));
    assertThat(buckets.take("late 3")).isEmpty();
    assertThat(buckets.size()).isEqualTo(1);
  }

  @Test
  void aLimitOfZeroIsNone() {
    CallerLimits none = new CallerLimits(0, 0);
    CallerLimits submissions = new CallerLimits(1, 0);
    submissions.use(Use.SUBMISSION, "ann");

    assertThat(submissions.use(Use.SUBMISSION, "ann")).isPresent();
    for (int i = 0; i < 5000; i++) {
      assertThat(none.use(Use.SUBMISSION, "ann")).isEmpty();
      assertThat(submissions.use(Use.POLL, "ann")).isEmpty();
    }
  }

  private static final class Clock implements TimeMeter {

    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration time) {
      nanos.addAndGet(time.toNanos());
    }

    @Override
    public long currentTimeNanos() {
      return nanos.get();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
