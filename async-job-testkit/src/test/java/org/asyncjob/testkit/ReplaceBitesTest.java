package org.asyncjob.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break replace. */
final class ReplaceBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, ReplaceBitesTest.class);
  }

  @CaughtBy("Replace.theSecondOfTwoWritersThatReadTheSameRevisionLoses")
  static final class IgnoresTheRevision extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          if (find(next.id()).isEmpty()) {
            return false;
          }
          force(next);
          return true;
        }
      };
    }
  }

  @CaughtBy("Replace.theSameSnapshotIsNotTakenTwice")
  static final class TakesTheSameSnapshotTwice extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          Job stored = find(next.id()).orElseThrow();
          if (next.revision() - stored.revision() <= 1 && next.revision() >= stored.revision()) {
            force(next);
            return true;
          }
          return false;
        }
      };
    }
  }

  @CaughtBy("Replace.aSnapshotThatLeavesARevisionOutIsRefused")
  static final class TakesAnyLaterRevision extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          Job stored = find(next.id()).orElseThrow();
          if (next.revision() > stored.revision()) {
            force(next);
            return true;
          }
          return false;
        }
      };
    }
  }

  @CaughtBy("Replace.anOlderSnapshotIsRefused")
  static final class TakesOlderSnapshots extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          Job stored = find(next.id()).orElseThrow();
          if (next.revision() != stored.revision() && next.revision() <= stored.revision() + 1) {
            force(next);
            return true;
          }
          return false;
        }
      };
    }
  }

  @CaughtBy("Replace.aLoserDoesNotChangeWhatTheListsSay")
  static final class ListsWhatALoserWrote extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Set<JobId> hidden = ConcurrentHashMap.newKeySet();

        @Override
        public boolean replace(Job next) {
          if (next.state().isFinished()) {
            hidden.add(next.id());
          }
          return sound.replace(next);
        }

        @Override
        public List<Job> unfinished() {
          return sound.unfinished().stream().filter(job -> !hidden.contains(job.id())).toList();
        }
      };
    }
  }

  @CaughtBy("Replace.aJobThatIsNotThereIsNotMadeByReplacingIt")
  static final class InsertsOnReplace extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          if (find(next.id()).isEmpty()) {
            sound.insert(next);
            return true;
          }
          return sound.replace(next);
        }
      };
    }
  }

  @CaughtBy("Replace.aJobThatWasRemovedIsNotBroughtBack")
  static final class BringsBackWhatWasRemoved extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Set<JobId> removed = ConcurrentHashMap.newKeySet();

        @Override
        public boolean remove(Job job) {
          removed.add(job.id());
          return sound.remove(job);
        }

        @Override
        public boolean replace(Job next) {
          if (removed.contains(next.id())) {
            force(next);
            return true;
          }
          return sound.replace(next);
        }
      };
    }
  }

  @CaughtBy("Replace.otherJobsStayAsTheyAre")
  static final class SpoilsOtherJobs extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          for (Job other : sound.unfinished()) {
            if (!other.id().equals(next.id())) {
              force(other.next().progress(next.progress()).build());
            }
          }
          return sound.replace(next);
        }
      };
    }
  }

  @CaughtBy("Replace.ofManyWritersThatRaceExactlyOneWins")
  static final class LooksBeforeItReplaces extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          if (find(next.id()).orElseThrow().revision() != next.revision() - 1) {
            return false;
          }
          pause();
          synchronized (this) {
            force(next);
            return true;
          }
        }
      };
    }
  }

  @CaughtBy("Replace.noChangeIsLostWhenWritersReadAgainAfterLosing")
  static final class LosesChanges extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public boolean replace(Job next) {
          return writes.incrementAndGet() % 50 == 0 || sound.replace(next);
        }
      };
    }
  }

  @CaughtBy("Replace.aJobMayEndWithoutHavingStarted")
  static final class CannotEndAJobThatDidNotStart extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          return next.started().isPresent() && sound.replace(next);
        }
      };
    }
  }
}
