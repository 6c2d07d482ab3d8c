package org.asyncjob.testkit;

import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break remove. */
final class RemoveBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, RemoveBitesTest.class);
  }

  @CaughtBy("Remove.aJobThatAnotherWriterHasChangedStays")
  static final class RemovesWhateverTheRevision extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          return find(job.id()).map(sound::remove).orElse(false);
        }
      };
    }
  }

  @CaughtBy("Remove.aSnapshotThatWasNeverStoredRemovesNothing")
  static final class RemovesWhatIsNewerThanItself extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          Job stored = find(job.id()).orElseThrow();
          return job.revision() >= stored.revision() && sound.remove(stored);
        }
      };
    }
  }

  @CaughtBy("Remove.whatIsNotThereCannotBeRemoved")
  static final class AlwaysSaysRemoved extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          sound.remove(job);
          return true;
        }
      };
    }
  }

  @CaughtBy("Remove.anUnfinishedJobIsForgotten")
  static final class NeverForgets extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          return find(job.id()).isPresent();
        }
      };
    }
  }

  @CaughtBy("Remove.aFinishedJobIsForgotten")
  static final class ForgetsOnlyUnfinishedJobs extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          return job.state().isFinished() || sound.remove(job);
        }
      };
    }
  }

  @CaughtBy("Remove.otherJobsStayAsTheyAre")
  static final class ForgetsAllJobs extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          boolean removed = sound.remove(job);
          sound.unfinished().forEach(sound::remove);
          return removed;
        }
      };
    }
  }

  @CaughtBy("Remove.ofAWriterAndARemoverThatRaceExactlyOneWins")
  static final class LooksBeforeItRemoves extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean remove(Job job) {
          if (find(job.id()).orElseThrow().revision() != job.revision()) {
            return false;
          }
          pause();
          return find(job.id()).map(sound::remove).orElse(false);
        }
      };
    }
  }
}
