package org.asyncjob.testkit;

import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Executors that break execute or withdraw, or say too little of their queue. */
final class ExecuteAndWithdrawBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobExecutorContract.class, ExecuteAndWithdrawBitesTest.class);
  }

  @CaughtBy("QueueCapacity.itIsNotNegative")
  static final class HasANegativeCapacity extends JobExecutorContract {
    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public int queueCapacity() {
          return -1;
        }
      };
    }
  }

  @CaughtBy("QueueCapacity.noMoreJobsWait")
  static final class LetsMoreJobsWaitThanItSays extends JobExecutorContract {
    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public int queueCapacity() {
          return sound.queueCapacity() - 1;
        }
      };
    }
  }

  @CaughtBy("QueueCapacity.aRefusalNamesIt")
  static final class NamesAnotherCapacityWhenItIsFull extends JobExecutorContract {
    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void execute(JobId id) {
          try {
            sound.execute(id);
          } catch (QueueFullException e) {
            throw new QueueFullException(e.capacity() + 1);
          }
        }
      };
    }
  }

  @CaughtBy("Execute.eachJobRunsOnce")
  static final class RunsTwice extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(
              id -> {
                runner.accept(id);
                runner.accept(id);
              });
        }
      };
    }
  }

  @CaughtBy("Execute.eachJobRunsOnce")
  static final class NeverRuns extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(id -> {});
        }
      };
    }
  }

  @CaughtBy("Execute.eachJobRunsOnceWhenManyThreadsCall")
  static final class LosesJobsOfManyCallers extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void execute(JobId id) {
          if (calls.incrementAndGet() % 100 != 0) {
            sound.execute(id);
          }
        }
      };
    }
  }

  @CaughtBy("Execute.aJobThatHasRunMayRunAgain")
  static final class RemembersWhatItRan extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Set<JobId> known = ConcurrentHashMap.newKeySet();

        @Override
        public void execute(JobId id) {
          if (known.add(id)) {
            sound.execute(id);
          }
        }
      };
    }
  }

  @CaughtBy("Execute.theFirstOfThoseThatWaitStartsFirst")
  static final class RunsTheLastFirst extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Deque<JobId> stack = new ConcurrentLinkedDeque<>();

        @Override
        public void execute(JobId id) {
          stack.push(id);
          sound.execute(id);
        }

        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(id -> runner.accept(stack.pop()));
        }
      };
    }
  }

  @CaughtBy("Execute.aJobThatIsRefusedNeverRunsAndOneThatIsNotDoes")
  static final class RefusesWhatItRuns extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Queue<JobId> refused = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(JobId id) {
          try {
            sound.execute(id);
          } catch (QueueFullException e) {
            refused.add(id);
            throw e;
          }
        }

        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(
              id -> {
                for (JobId late = refused.poll(); late != null; late = refused.poll()) {
                  runner.accept(late);
                }
                runner.accept(id);
              });
        }
      };
    }
  }

  @CaughtBy("Execute.aJobThatIsRefusedNeverRunsAndOneThatIsNotDoes")
  static final class DropsWhatItCannotKeep extends JobExecutorContract {
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
          } catch (QueueFullException e) {
            return;
          }
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobThatWaitsIsTakenBackAndNeverRuns")
  static final class SaysWithdrawnButRuns extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public boolean withdraw(JobId id) {
          return true;
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobThatWaitsIsTakenBackAndNeverRuns")
  static final class NeverTakesBack extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public boolean withdraw(JobId id) {
          return false;
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobIsTakenBackOnce")
  static final class TakesBackTwice extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Set<JobId> withdrawn = ConcurrentHashMap.newKeySet();

        @Override
        public boolean withdraw(JobId id) {
          return (sound.withdraw(id) && withdrawn.add(id)) || withdrawn.contains(id);
        }
      };
    }
  }

  @CaughtBy("Withdraw.thoseThatStayKeepTheirOrder")
  static final class TakesBackAnother extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private volatile JobId last = JobId.random();

        @Override
        public void execute(JobId id) {
          sound.execute(id);
          last = id;
        }

        @Override
        public boolean withdraw(JobId id) {
          return sound.withdraw(last);
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobThatRunsIsNotTakenBackAndRunsOn")
  static final class TakesBackWhatRuns extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Set<JobId> running = ConcurrentHashMap.newKeySet();

        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(
              id -> {
                running.add(id);
                runner.accept(id);
                running.remove(id);
              });
        }

        @Override
        public boolean withdraw(JobId id) {
          return running.contains(id) || sound.withdraw(id);
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobThatRunsIsNotTakenBackAndRunsOn")
  static final class InterruptsWhatItCannotTakeBack extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Map<JobId, Thread> running = new ConcurrentHashMap<>();

        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(
              id -> {
                running.put(id, Thread.currentThread());
                runner.accept(id);
                running.remove(id);
              });
        }

        @Override
        public boolean withdraw(JobId id) {
          if (running.containsKey(id)) {
            running.get(id).interrupt();
            return false;
          }
          return sound.withdraw(id);
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobThatHasRunIsNotTakenBack")
  static final class TakesBackWhatHasRun extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Set<JobId> known = ConcurrentHashMap.newKeySet();

        @Override
        public void execute(JobId id) {
          known.add(id);
          sound.execute(id);
        }

        @Override
        public boolean withdraw(JobId id) {
          return known.contains(id);
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobThatIsNotKnownIsNotTakenBack")
  static final class TakesBackWhatItDoesNotKnow extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        @Override
        public boolean withdraw(JobId id) {
          sound.withdraw(id);
          return true;
        }
      };
    }
  }

  @CaughtBy("Withdraw.aJobEitherRunsOrIsTakenBackWheneverItIsWithdrawn")
  static final class LooksBeforeItTakesBack extends JobExecutorContract {
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected JobExecutor newExecutor() throws Exception {
      return new BrokenJobExecutor() {
        private final Set<JobId> waiting = ConcurrentHashMap.newKeySet();

        @Override
        public void execute(JobId id) {
          waiting.add(id);
          sound.execute(id);
        }

        @Override
        public void start(Consumer<JobId> runner) {
          sound.start(
              id -> {
                BrokenJobStore.pause();
                waiting.remove(id);
                runner.accept(id);
              });
        }

        @Override
        public boolean withdraw(JobId id) {
          return waiting.remove(id);
        }
      };
    }
  }
}
