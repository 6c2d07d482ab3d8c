package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncjob.JobStoreException;
import org.junit.jupiter.api.Test;

class QueueRoomTest {

  private static final int CAPACITY = 10;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger counts = new AtomicInteger();
  private final QueueRoom room =
      new QueueRoom(
          CAPACITY,
          limit -> {
            counts.incrementAndGet();
            // Under load a count waits for a connection.
            nanos.addAndGet(Duration.ofMillis(80).toNanos());
            return Math.min(limit, waiting.get());
          },
          nanos::get);

  private void fill() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(room.add(false, 0)).isTrue();
    }
  }

  @Test
  void whatIsAddedIsNotCountedOneByOne() {
    fill();

    assertThat(counts).hasValue(1);
  }

  @Test
  void aFullQueueRefuses() {
    fill();

    assertThat(room.add(false, 0)).isFalse();
    assertThat(room.add(false, 1)).as("a thread is free").isTrue();
  }

  @Test
  void whatIsPickedHereMakesRoomAtOnce() {
    fill();
    room.picked(3);

    for (int i = 0; i < 3; i++) {
      assertThat(room.add(false, 0)).isTrue();
    }
    assertThat(room.add(false, 0)).isFalse();
    assertThat(counts).hasValue(1);
  }

  @Test
  void whatOthersHavePickedIsSeenASecondLater() {
    fill();
    assertThat(room.add(false, 0)).isFalse();

    nanos.addAndGet(Duration.ofMillis(1100).toNanos());

    assertThat(room.add(false, 0)).isTrue();
    assertThat(counts).hasValue(2);
  }

  @Test
  void whatOthersHaveAddedIsSeenASecondLater() {
    assertThat(room.add(false, 0)).isTrue();
    waiting.set(1000);

    nanos.addAndGet(Duration.ofMillis(1100).toNanos());

    assertThat(room.add(false, 0)).isFalse();
  }

  @Test
  void aJobThatIsInTheTableAlreadyIsNotCountedTwice() {
    waiting.set(CAPACITY);

    assertThat(room.add(true, 0)).isTrue();
    assertThat(room.add(true, 0)).isFalse();
  }

  @Test
  void withoutAnAnswerThereIsRoom() {
    QueueRoom unknown =
        new QueueRoom(
            CAPACITY,
            limit -> {
              throw new JobStoreException("away", new IllegalStateException());
            });

    assertThat(unknown.add(false, 0)).isTrue();
  }
}
