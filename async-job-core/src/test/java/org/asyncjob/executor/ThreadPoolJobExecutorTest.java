package org.asyncjob.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ThreadPoolJobExecutorTest {

  private final BlockingQueue<Thread> started = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);

  private void hold(JobId id) {
    started.add(Thread.currentThread());
    boolean released = false;
    while (!released) {
      try {
        released = release.await(50, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        released = false; // A handler that ignores its interruption.
      }
    }
  }

  private static ThreadPoolJobExecutor executor(int workers, int queueCapacity) {
    return ThreadPoolJobExecutor.builder().workers(workers).queueCapacity(queueCapacity).build();
  }

  @Test
  void asManyJobsWaitAsTheQueueHoldsAndThoseThatRunDoNotCount() throws Exception {
    ThreadPoolJobExecutor executor = executor(2, 3);
    executor.start(this::hold);
    for (int job = 0; job < 5; job++) {
      executor.execute(JobId.random());
    }

    assertThatThrownBy(() -> executor.execute(JobId.random()))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("3 jobs are waiting");

    release.countDown();
    executor.close(Duration.ofSeconds(30));
  }

  @Test
  void aJobThatWasWithdrawnMakesRoom() throws Exception {
    ThreadPoolJobExecutor executor = executor(1, 1);
    executor.start(this::hold);
    executor.execute(JobId.random());
    started.take();
    JobId waiting = JobId.random();
    executor.execute(waiting);

    assertThat(executor.withdraw(waiting)).isTrue();
    executor.execute(JobId.random());
    assertThatThrownBy(() -> executor.execute(JobId.random()))
        .isInstanceOf(QueueFullException.class);

    release.countDown();
    executor.close(Duration.ofSeconds(30));
  }

  @Test
  void aQueueOfNoneHandsAJobToAFreeWorkerAndRefusesAnother() throws Exception {
    ThreadPoolJobExecutor executor = executor(1, 0);
    executor.start(this::hold);

    executor.execute(JobId.random());
    assertThatThrownBy(() -> executor.execute(JobId.random()))
        .isInstanceOf(QueueFullException.class);

    started.take();
    release.countDown();
    executor.close(Duration.ofSeconds(30));
    assertThat(started).isEmpty();
  }

  @Test
  void whatARunnerThrowsStopsNoWorker() throws Exception {
    AtomicBoolean thrown = new AtomicBoolean();
    ThreadPoolJobExecutor executor = executor(1, 10);
    executor.start(
        id -> {
          started.add(Thread.currentThread());
          if (thrown.getAndSet(true)) {
            throw new AssertionError("thrown on purpose");
          }
          throw new IllegalStateException("thrown on purpose");
        });

    for (int job = 0; job < 3; job++) {
      executor.execute(JobId.random());
    }

    Thread worker = started.take();
    assertThat(started.take()).isEqualTo(worker);
    assertThat(started.take()).isEqualTo(worker);
    executor.close(Duration.ofSeconds(30));
  }

  @Test
  void aJobThatIgnoresItsInterruptionDoesNotHoldUpTheClosing() throws Exception {
    ThreadPoolJobExecutor executor =
        ThreadPoolJobExecutor.builder().workers(1).abandonAfter(Duration.ofMillis(50)).build();
    executor.start(this::hold);
    executor.execute(JobId.random());
    Thread worker = started.take();

    executor.close(Duration.ofMillis(1));

    assertThat(worker.isAlive()).isTrue();
    release.countDown();
    worker.join();
  }

  @Test
  void threadsHaveANameAndDoNotKeepAProcessAlive() throws Exception {
    ThreadPoolJobExecutor executor =
        ThreadPoolJobExecutor.builder().workers(1).threadNamePrefix("mp3-").build();
    executor.start(this::hold);
    executor.execute(JobId.random());
    release.countDown();

    Thread worker = started.take();

    assertThat(worker.getName()).isEqualTo("mp3-1");
    assertThat(worker.isDaemon()).isTrue();
    executor.close(Duration.ofSeconds(30));
  }

  @Test
  void aJobThatWaitsAlreadyRunsOnce() throws Exception {
    ThreadPoolJobExecutor executor = executor(1, 5);
    executor.start(this::hold);
    executor.execute(JobId.random());
    started.take();
    JobId twice = JobId.random();
    executor.execute(twice);
    executor.execute(twice);

    assertThat(executor.withdraw(twice)).isTrue();
    assertThat(executor.withdraw(twice)).isFalse();

    release.countDown();
    executor.close(Duration.ofSeconds(30));
    assertThat(started).isEmpty();
  }

  @Test
  void anExecutorIsStartedOnceAndBeforeItsFirstJob() {
    ThreadPoolJobExecutor executor = executor(1, 1);
    assertThatThrownBy(() -> executor.execute(JobId.random()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start");

    executor.start(id -> {});

    assertThatThrownBy(() -> executor.start(id -> {})).isInstanceOf(IllegalStateException.class);
    executor.close(Duration.ZERO);
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    ThreadPoolJobExecutor.Builder builder = ThreadPoolJobExecutor.builder();

    assertThatThrownBy(() -> builder.workers(0)).hasMessageContaining("0 workers");
    assertThatThrownBy(() -> builder.queueCapacity(-1)).hasMessageContaining("capacity -1");
    assertThatThrownBy(() -> builder.abandonAfter(Duration.ofMillis(-1)))
        .hasMessageContaining("negative");
  }
}
