package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every {@link JobExecutor} passes these. Subclass it, return your executor, add nothing.
 *
 * <p>Where an executor runs jobs on the thread of the caller, so that none ever waits, the tests
 * about waiting are skipped. An executor that lets jobs wait has room for at least one.
 */
@Timeout(120)
public abstract class JobExecutorContract {

  private static final int ROUNDS = 100;
  private static final int MANY = 200;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

  private Workload workload;
  private Together together;
  private List<JobExecutor> opened;
  private JobExecutor executor;

  /** For subclasses. */
  protected JobExecutorContract() {}

  /** Returns an executor that was not started yet. Called any number of times for each test. */
  protected abstract JobExecutor newExecutor() throws Exception;

  /** How long to wait for what should happen soon; only a slow executor has to say more. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @BeforeEach
  final void openExecutor() throws Exception {
    workload = new Workload();
    together = new Together();
    opened = new ArrayList<>();
    executor = started(workload);
  }

  @AfterEach
  final void closeExecutors() {
    workload.releaseAll();
    together.close();
    opened.forEach(each -> each.close(Duration.ZERO));
  }

  private JobExecutor started(Consumer<JobId> runner) throws Exception {
    JobExecutor started = newExecutor();
    opened.add(started);
    started.start(runner);
    return started;
  }

  /** {@link JobExecutor#execute}. */
  @Nested
  class Execute {

    @Test
    void eachJobRunsOnce() throws Exception {
      List<JobId> accepted = executeMany(executor);

      awaitThat(() -> workload.started().size() >= MANY);
      executor.close(LONG);
      workload.assertRanOnce(accepted);
    }

    @Test
    void eachJobRunsOnceWhenManyThreadsCall() throws Exception {
      List<JobId> accepted = new ArrayList<>();
      Callable<List<JobId>> caller = () -> executeMany(executor);
      together.call(Collections.nCopies(4, caller)).forEach(accepted::addAll);

      awaitThat(() -> workload.started().size() >= accepted.size());
      executor.close(LONG);
      workload.assertRanOnce(accepted);
    }

    @Test
    void aJobThatHasRunMayRunAgain() {
      JobId id = JobId.random();
      executor.execute(id);
      awaitThat(() -> workload.hasEnded(id));

      executeWhenThereIsRoom(executor, id);

      awaitThat(() -> workload.started().size() == 2);
      assertThat(workload.started()).containsExactly(id, id);
    }

    @Test
    void theFirstOfThoseThatWaitStartsFirst() throws Exception {
      assumeJobsWait();
      List<JobId> busy = occupyAllWorkers();
      List<JobId> waiting = executeUntilFull(50);
      workload.release(busy.get(0));

      awaitThat(() -> workload.started().size() == busy.size() + waiting.size());

      assertThat(workload.started()).endsWith(waiting.toArray(new JobId[0]));
    }

    @Test
    void aJobThatIsRefusedNeverRunsAndOneThatIsNotDoes() throws Exception {
      assumeJobsWait();
      List<JobId> accepted = new ArrayList<>(occupyAllWorkers());
      accepted.addAll(executeUntilFull(5 * MANY));
      workload.releaseAll();

      awaitThat(() -> workload.started().size() >= accepted.size());
      executor.close(LONG);
      workload.assertRanOnce(accepted);
    }
  }

  /** {@link JobExecutor#withdraw}. */
  @Nested
  class Withdraw {

    @Test
    void aJobThatWaitsIsTakenBackAndNeverRuns() throws Exception {
      assumeJobsWait();
      List<JobId> busy = occupyAllWorkers();
      JobId withdrawn = JobId.random();
      executor.execute(withdrawn);

      assertThat(executor.withdraw(withdrawn)).isTrue();

      JobId next = JobId.random();
      executor.execute(next);
      workload.releaseAll();
      awaitThat(() -> workload.hasEnded(next));
      executor.close(LONG);
      assertThat(workload.started()).hasSize(busy.size() + 1).doesNotContain(withdrawn);
    }

    @Test
    void aJobIsTakenBackOnce() throws Exception {
      assumeJobsWait();
      occupyAllWorkers();
      JobId id = JobId.random();
      executor.execute(id);

      assertThat(executor.withdraw(id)).isTrue();
      assertThat(executor.withdraw(id)).isFalse();
    }

    @Test
    void thoseThatStayKeepTheirOrder() throws Exception {
      assumeJobsWait();
      List<JobId> busy = occupyAllWorkers();
      List<JobId> waiting = executeUntilFull(20);
      List<JobId> staying = new ArrayList<>(waiting);
      JobId withdrawn = staying.remove(waiting.size() / 2);

      assertThat(executor.withdraw(withdrawn)).isTrue();

      workload.release(busy.get(0));
      awaitThat(() -> workload.started().size() >= busy.size() + staying.size());
      assertThat(workload.started()).endsWith(staying.toArray(new JobId[0]));
      assertThat(workload.started()).doesNotContain(withdrawn);
    }

    @Test
    void aJobThatRunsIsNotTakenBackAndRunsOn() throws Exception {
      JobId running = occupyAllWorkers().get(0);

      assertThat(executor.withdraw(running)).isFalse();

      assertThat(workload.hasEnded(running)).isFalse();
      workload.release(running);
      awaitThat(() -> workload.hasEnded(running));
      assertThat(workload.wasInterrupted(running)).isFalse();
    }

    @Test
    void aJobThatHasRunIsNotTakenBack() {
      JobId id = JobId.random();
      executor.execute(id);
      awaitThat(() -> workload.hasEnded(id));

      assertThat(executor.withdraw(id)).isFalse();
    }

    @Test
    void aJobThatIsNotKnownIsNotTakenBack() {
      assertThat(executor.withdraw(JobId.random())).isFalse();
    }

    @Test
    void aJobEitherRunsOrIsTakenBackWheneverItIsWithdrawn() throws Exception {
      List<JobId> kept = new ArrayList<>();
      for (int round = 0; round < 5 * ROUNDS; round++) {
        JobId id = JobId.random();
        Callable<Boolean> execute =
            () -> {
              executeWhenThereIsRoom(executor, id);
              return false;
            };
        if (!together.call(List.of(execute, () -> executor.withdraw(id))).get(1)) {
          kept.add(id);
        }
      }

      awaitThat(() -> workload.started().size() >= kept.size());
      executor.close(LONG);
      workload.assertRanOnce(kept);
    }
  }

  /** {@link JobExecutor#parallelism}. */
  @Nested
  class Parallelism {

    @Test
    void itIsOneOrMore() {
      assertThat(executor.parallelism()).isPositive();
    }

    @Test
    void soManyJobsRunAtOnce() throws Exception {
      List<JobId> busy = occupyAllWorkers();

      assertThat(workload.started()).containsExactlyInAnyOrderElementsOf(busy);
      assertThat(busy).noneMatch(workload::hasEnded);
    }

    @Test
    void noMoreJobsRunAtOnce() throws Exception {
      List<Future<List<JobId>>> callers = new ArrayList<>();
      for (int caller = 0; caller < executor.parallelism() + 3; caller++) {
        callers.add(together.begin(() -> executeMany(executor)));
      }
      for (Future<List<JobId>> caller : callers) {
        caller.get();
      }

      assertThat(workload.mostAtWork()).isLessThanOrEqualTo(executor.parallelism());
    }
  }

  /** {@link JobExecutor#queueCapacity}. */
  @Nested
  class QueueCapacity {

    @Test
    void itIsNotNegative() {
      assertThat(executor.queueCapacity()).isNotNegative();
    }

    @Test
    void noMoreJobsWait() throws Exception {
      assumeJobsWait();
      occupyAllWorkers();

      assertThat(executeUntilFull(5 * MANY)).hasSizeLessThanOrEqualTo(executor.queueCapacity());
    }

    @Test
    void aRefusalNamesIt() throws Exception {
      assumeJobsWait();
      occupyAllWorkers();
      assumeTrue(
          executeUntilFull(5 * MANY).size() < 5 * MANY,
          "this executor lets any number of jobs wait");

      assertThatThrownBy(() -> executor.execute(JobId.random()))
          .isInstanceOfSatisfying(
              QueueFullException.class,
              full -> assertThat(full.capacity()).isEqualTo(executor.queueCapacity()));
    }
  }

  /** {@link JobExecutor#close}. */
  @Nested
  class Close {

    @Test
    void anExecutorThatHasNothingToDoCloses() {
      executor.close(LONG);

      assertThat(workload.started()).isEmpty();
    }

    @Test
    void whatRunsIsWaitedForAndNotInterruptedWithinTheGrace() throws Exception {
      List<JobId> busy = occupyAllWorkers();
      Closing closing = new Closing(LONG);
      closing.awaitBegun();
      assertThat(busy).noneMatch(workload::hasEnded);
      assertThat(closing.hasReturned()).isFalse();

      workload.releaseAll();

      closing.awaitReturn();
      assertThat(busy).allMatch(workload::hasEnded).noneMatch(workload::wasInterrupted);
    }

    @Test
    void whatStillRunsAfterTheGraceIsInterrupted() throws Exception {
      List<JobId> busy = occupyAllWorkers();

      Closing closing = new Closing(Duration.ofMillis(1));

      awaitThat(() -> busy.stream().allMatch(workload::wasInterrupted));
      closing.awaitReturn();
    }

    @Test
    void theEndOfWhatWasInterruptedIsWaitedFor() throws Exception {
      JobId slow = workload.heldAfterInterruption();
      executeAndAwaitStart(slow);
      Closing closing = new Closing(Duration.ZERO);
      awaitThat(() -> workload.wasInterrupted(slow));
      closing.awaitBegun();
      assertThat(closing.hasReturned()).isFalse();

      workload.release(slow);

      closing.awaitReturn();
      assertThat(closing.returnedAfterTheEndOf(slow)).isTrue();
    }

    @Test
    void jobsThatWaitAreNeverRun() throws Exception {
      assumeJobsWait();
      List<JobId> busy = occupyAllWorkers();
      executeUntilFull(20);
      Closing closing = new Closing(LONG);
      closing.awaitBegun();

      workload.releaseAll();

      closing.awaitReturn();
      workload.assertRanOnce(busy);
    }

    @Test
    void jobsThatWaitAreNotRunByAnInterruptionEither() throws Exception {
      assumeJobsWait();
      List<JobId> busy = occupyAllWorkers();
      executeUntilFull(20);

      executor.close(Duration.ZERO);

      workload.assertRanOnce(busy);
    }

    @Test
    void aJobThatComesAfterwardsIsRefusedAndNeverRuns() {
      executor.close(LONG);
      JobId late = JobId.random();

      assertThatThrownBy(() -> executor.execute(late)).isInstanceOf(EngineClosedException.class);

      assertThat(workload.hasStarted(late)).isFalse();
    }

    @Test
    void closingAgainDoesNothing() {
      executor.close(LONG);
      executor.close(LONG);
      executor.close(Duration.ZERO);

      assertThat(workload.started()).isEmpty();
    }

    @Test
    void nothingStartsOnceItHasReturnedEvenIfOthersExecuteMeanwhile() throws Exception {
      ConcurrentLinkedQueue<JobId> tooLate = new ConcurrentLinkedQueue<>();
      for (int round = 0; round < ROUNDS; round++) {
        AtomicBoolean closed = new AtomicBoolean();
        JobExecutor closing =
            started(
                id -> {
                  if (closed.get()) {
                    tooLate.add(id);
                  }
                });
        Callable<Boolean> close =
            () -> {
              closing.close(LONG);
              closed.set(true);
              return true;
            };
        Callable<Boolean> execute = () -> executesUntilClosed(closing);

        together.call(List.of(close, execute, execute));
      }

      assertThat(tooLate).isEmpty();
    }

    private boolean executesUntilClosed(JobExecutor closing) {
      while (true) {
        try {
          executeWhenThereIsRoom(closing, JobId.random());
        } catch (EngineClosedException e) {
          return true;
        }
      }
    }
  }

  /** Skips a test where the jobs of an executor run on the thread that hands them over. */
  private void assumeJobsWait() throws Exception {
    ConcurrentLinkedQueue<Thread> ranOn = new ConcurrentLinkedQueue<>();
    started(id -> ranOn.add(Thread.currentThread())).execute(JobId.random());
    awaitThat(() -> !ranOn.isEmpty());
    assumeFalse(
        ranOn.contains(Thread.currentThread()),
        "this executor runs jobs on the thread of the caller: none ever waits");
  }

  /** Starts as many jobs as run at once; they run until they are released. */
  private List<JobId> occupyAllWorkers() {
    List<JobId> busy = new ArrayList<>();
    for (int worker = 0; worker < executor.parallelism(); worker++) {
      JobId id = workload.held();
      busy.add(id);
      executeAndAwaitStart(id);
    }
    return busy;
  }

  /** On a thread of its own, as the call may last until the job has ended. */
  private void executeAndAwaitStart(JobId id) {
    Future<Boolean> call =
        together.begin(
            () -> {
              executor.execute(id);
              return true;
            });
    awaitThat(() -> workload.hasStarted(id) || hasThrown(call));
    assertThat(workload.hasStarted(id)).as("job %s has started", id).isTrue();
  }

  private static boolean hasThrown(Future<Boolean> call) {
    if (!call.isDone()) {
      return false;
    }
    try {
      return !call.get();
    } catch (ExecutionException e) {
      throw new AssertionError("execute threw while a worker was free", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private List<JobId> executeMany(JobExecutor executor) {
    List<JobId> accepted = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      JobId id = JobId.random();
      executeWhenThereIsRoom(executor, id);
      accepted.add(id);
    }
    return accepted;
  }

  private void executeWhenThereIsRoom(JobExecutor executor, JobId id) {
    long start = System.nanoTime();
    while (true) {
      try {
        executor.execute(id);
        return;
      } catch (QueueFullException e) {
        if (System.nanoTime() - start > patience().toNanos()) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Returns the jobs that were accepted: so many, or fewer if there was no room for more. */
  private List<JobId> executeUntilFull(int most) {
    List<JobId> accepted = new ArrayList<>();
    while (accepted.size() < most) {
      JobId id = JobId.random();
      try {
        executor.execute(id);
      } catch (QueueFullException e) {
        break;
      }
      accepted.add(id);
    }
    assertThat(accepted).as("jobs that may wait").isNotEmpty();
    return accepted;
  }

  private void awaitThat(BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("waiting for what the executor has to do")
          .isLessThan(patience());
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** A call of close on a thread of its own. */
  private final class Closing {

    private final Thread thread;
    private volatile List<JobId> endedBefore = List.of();

    private Closing(Duration grace) {
      thread =
          new Thread(
              () -> {
                executor.close(grace);
                endedBefore = workload.started().stream().filter(workload::hasEnded).toList();
              });
      thread.setDaemon(true);
      thread.start();
    }

    /** Waits until the call waits for something, or has returned, which would be too early. */
    private void awaitBegun() {
      awaitThat(
          () ->
              switch (thread.getState()) {
                case WAITING, TIMED_WAITING, TERMINATED -> true;
                case NEW, RUNNABLE, BLOCKED -> false;
              });
    }

    private boolean hasReturned() {
      return !thread.isAlive();
    }

    private void awaitReturn() {
      awaitThat(this::hasReturned);
    }

    private boolean returnedAfterTheEndOf(JobId id) {
      return endedBefore.contains(id);
    }
  }
}
