package org.asyncjob.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
final class ExecutorServiceJobExecutorTest {

  private final BlockingQueue<JobId> started = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final ThreadPoolExecutor oneThread =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());

  @AfterEach
  void end() {
    release.countDown();
    oneThread.shutdownNow();
  }

  @Test
  void theServiceIsStillThereAfterTheExecutorWasClosed() throws Exception {
    ExecutorServiceJobExecutor executor = started(oneThread, 1, this::holdDeaf);
    executor.execute(JobId.random());
    started.take();
    Thread closing = new Thread(() -> executor.close(Duration.ZERO));
    closing.start();
    release.countDown();
    closing.join();

    Future<Boolean> isInterrupted = submitted(oneThread);

    assertThat(isInterrupted.get()).isFalse();
  }

  @Test
  void whatTheServiceRefusesWaitsForAThreadThatIsAtWork() throws Exception {
    ExecutorServiceJobExecutor executor = started(oneThread, 3, this::hold);
    List<JobId> ids = IntStream.range(0, 4).mapToObj(i -> JobId.random()).toList();
    ids.forEach(executor::execute);

    release.countDown();

    List<JobId> ran = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ran.add(started.take());
    }
    assertThat(ran).isEqualTo(ids);
    executor.close(Duration.ofSeconds(60));
  }

  @Test
  void aServiceThatIsBusyWithOtherThingsMeansThatTheQueueIsFull() throws Exception {
    oneThread.execute(() -> hold(JobId.random()));
    started.take();
    ExecutorServiceJobExecutor executor = started(oneThread, 2, this::hold);
    JobId refused = JobId.random();

    assertThatThrownBy(() -> executor.execute(refused))
        .isInstanceOfSatisfying(
            QueueFullException.class, full -> assertThat(full.capacity()).isEqualTo(5));
    assertThat(executor.withdraw(refused)).isFalse();

    release.countDown();
    JobId accepted = accepted(executor);
    assertThat(started.take()).isEqualTo(accepted);
    executor.close(Duration.ofSeconds(60));
    assertThat(started).isEmpty();
  }

  @Test
  void aServiceThatRunsTasksOnTheThreadOfTheCallerWillDo() {
    ExecutorService callers =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new ThreadPoolExecutor.CallerRunsPolicy());
    try {
      CountDownLatch busy = new CountDownLatch(1);
      callers.execute(() -> hold(JobId.random()));
      ExecutorServiceJobExecutor executor = started(callers, 1, id -> busy.countDown());

      executor.execute(JobId.random());

      assertThat(busy.getCount()).isZero();
      executor.close(Duration.ZERO);
    } finally {
      release.countDown();
      callers.shutdownNow();
    }
  }

  @Test
  void aRunnerThatThrowsStopsNothing() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      ExecutorServiceJobExecutor executor =
          started(
              threads,
              1,
              id -> {
                started.add(id);
                throw new AssertionError("broken");
              });
      executor.execute(JobId.random());
      executor.execute(JobId.random());

      started.take();
      started.take();
      executor.close(Duration.ofSeconds(60));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aJobThatIsGivenAgainWhileItRunsRunsAgain() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      ExecutorServiceJobExecutor executor = started(threads, 2, this::hold);
      JobId id = JobId.random();
      executor.execute(id);
      started.take();

      executor.execute(id);

      assertThat(started.take()).isEqualTo(id);
      release.countDown();
      executor.close(Duration.ofSeconds(60));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aJobThatIgnoresItsInterruptionIsLeftAlone() throws Exception {
    ExecutorServiceJobExecutor executor = started(oneThread, 1, this::holdDeaf);
    executor.execute(JobId.random());
    started.take();

    executor.close(Duration.ZERO);

    assertThat(release.getCount()).isEqualTo(1);
  }

  @Test
  void anInterruptionOfWhoeverClosesEndsTheGrace() throws Exception {
    ExecutorServiceJobExecutor executor = started(oneThread, 1, this::hold);
    executor.execute(JobId.random());
    started.take();

    Thread.currentThread().interrupt();
    executor.close(Duration.ofDays(1));

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void itIsStartedOnceBeforeAnythingElse() {
    ExecutorServiceJobExecutor executor =
        ExecutorServiceJobExecutor.builder(oneThread).parallelism(2).queueCapacity(7).build();

    assertThatIllegalStateException().isThrownBy(() -> executor.execute(JobId.random()));
    executor.start(id -> {});
    assertThatIllegalStateException().isThrownBy(() -> executor.start(id -> {}));
    assertThat(executor.parallelism()).isEqualTo(2);
    assertThat(executor.queueCapacity()).isEqualTo(7);
    executor.close(Duration.ZERO);
  }

  @Test
  void whatIsImpossibleIsRefusedWithTheReason() {
    ExecutorServiceJobExecutor.Builder builder = ExecutorServiceJobExecutor.builder(oneThread);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.parallelism(0))
        .withMessage("parallelism 0 is below 1: no job would ever run");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.queueCapacity(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.abandonAfter(Duration.ofNanos(-1)));
  }

  private static ExecutorServiceJobExecutor started(
      ExecutorService service, int parallelism, Consumer<JobId> runner) {
    ExecutorServiceJobExecutor executor =
        ExecutorServiceJobExecutor.builder(service)
            .parallelism(parallelism)
            .queueCapacity(5)
            .abandonAfter(Duration.ofMillis(200))
            .build();
    executor.start(runner);
    return executor;
  }

  /** The thread of the service may need a moment to be free. */
  private static JobId accepted(ExecutorServiceJobExecutor executor) {
    while (true) {
      JobId id = JobId.random();
      try {
        executor.execute(id);
        return id;
      } catch (QueueFullException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static Future<Boolean> submitted(ExecutorService service) {
    while (true) {
      try {
        return service.submit(() -> Thread.currentThread().isInterrupted());
      } catch (java.util.concurrent.RejectedExecutionException e) {
        Thread.onSpinWait();
      }
    }
  }

  private void hold(JobId id) {
    started.add(id);
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdDeaf(JobId id) {
    started.add(id);
    boolean released = false;
    while (!released) {
      try {
        release.await();
        released = true;
      } catch (InterruptedException e) {
        released = false; // a handler that ignores its interruption
      }
    }
  }
}
