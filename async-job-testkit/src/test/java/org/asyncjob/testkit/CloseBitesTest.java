package org.asyncjob.testkit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.spi.JobExecutor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Executors that break parallelism or close. */
final class CloseBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobExecutorContract.class, CloseBitesTest.class);
  }

  @CaughtBy("Parallelism.itIsOneOrMore")
  static final class HasNoWorkers extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public int parallelism() {
          return 0;
        }
      };
    }
  }

  @CaughtBy("Parallelism.soManyJobsRunAtOnce")
  static final class PromisesTooManyWorkers extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public int parallelism() {
          return sound.parallelism() + 1;
        }
      };
    }
  }

  @CaughtBy("Parallelism.noMoreJobsRunAtOnce")
  static final class HasMoreWorkersThanItSays extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public int parallelism() {
          return sound.parallelism() - 1;
        }
      };
    }
  }

  @CaughtBy("Close.whatRunsIsWaitedForAndNotInterruptedWithinTheGrace")
  static final class InterruptsAtOnce extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void close(Duration grace) {
          sound.close(Duration.ZERO);
        }
      };
    }
  }

  @CaughtBy("Close.whatRunsIsWaitedForAndNotInterruptedWithinTheGrace")
  static final class DoesNotWait extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void close(Duration grace) {
          Thread later = new Thread(() -> sound.close(grace));
          later.setDaemon(true);
          later.start();
        }
      };
    }
  }

  @CaughtBy("Close.whatStillRunsAfterTheGraceIsInterrupted")
  static final class NeverInterrupts extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void close(Duration grace) {
          sound.close(Duration.ofSeconds(10));
        }
      };
    }
  }

  @CaughtBy("Close.theEndOfWhatWasInterruptedIsWaitedFor")
  static final class DoesNotWaitForTheInterrupted extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void close(Duration grace) {
          Thread later = new Thread(() -> sound.close(grace));
          later.setDaemon(true);
          later.start();
        }
      };
    }
  }

  @CaughtBy("Close.jobsThatWaitAreNeverRun")
  static final class RunsWhatWaits extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Queue<JobId> waiting = new ConcurrentLinkedQueue<>();
        private Consumer<JobId> work = id -> {};

        @Override
        public void execute(JobId id) {
          waiting.add(id);
          sound.execute(id);
        }

        @Override
        public void start(Consumer<JobId> runner) {
          work = runner;
          sound.start(
              id -> {
                waiting.remove(id);
                runner.accept(id);
              });
        }

        @Override
        public void close(Duration grace) {
          sound.close(grace);
          waiting.forEach(work);
        }
      };
    }
  }

  @CaughtBy("Close.jobsThatWaitAreNotRunByAnInterruptionEither")
  static final class RunsWhatWaitsWhenInterrupted extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Queue<JobId> waiting = new ConcurrentLinkedQueue<>();
        private Consumer<JobId> work = id -> {};

        @Override
        public void execute(JobId id) {
          waiting.add(id);
          sound.execute(id);
        }

        @Override
        public void start(Consumer<JobId> runner) {
          work = runner;
          sound.start(
              id -> {
                waiting.remove(id);
                runner.accept(id);
              });
        }

        @Override
        public void close(Duration grace) {
          sound.close(grace);
          waiting.forEach(work);
        }
      };
    }
  }

  @CaughtBy("Close.aJobThatComesAfterwardsIsRefusedAndNeverRuns")
  static final class IgnoresWhatComesAfterwards extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void execute(JobId id) {
          try {
            sound.execute(id);
          } catch (EngineClosedException e) {
            return;
          }
        }
      };
    }
  }

  @CaughtBy("Close.closingAgainDoesNothing")
  static final class ComplainsOfASecondClose extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final AtomicInteger closes = new AtomicInteger();

        @Override
        public void close(Duration grace) {
          if (closes.incrementAndGet() == 2) {
            throw new IllegalStateException("closed");
          }
          sound.close(grace);
        }
      };
    }
  }

  @CaughtBy("Close.nothingStartsOnceItHasReturnedEvenIfOthersExecuteMeanwhile")
  static final class StartsJobsAfterItReturned extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void close(Duration grace) {
          Thread later = new Thread(() -> sound.close(grace));
          later.setDaemon(true);
          later.start();
        }
      };
    }
  }
}
