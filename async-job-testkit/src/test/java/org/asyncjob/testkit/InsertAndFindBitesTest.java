package org.asyncjob.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break insert or find. */
final class InsertAndFindBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, InsertAndFindBitesTest.class);
  }

  @CaughtBy("Insert.anIdThatIsTakenIsRefusedAndNothingChanges")
  static final class OverwritesOnInsert extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          force(job);
          return Optional.empty();
        }
      };
    }
  }

  @CaughtBy("Insert.anIdThatIsTakenIsRefusedAndNothingChanges")
  static final class ComplainsOfATakenIdButOverwrites extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          boolean taken = find(job.id()).isPresent();
          force(job);
          if (taken) {
            throw new IllegalArgumentException("taken");
          }
          return Optional.empty();
        }
      };
    }
  }

  @CaughtBy("Insert.anIdThatIsTakenByAFinishedJobIsRefusedAndNothingChanges")
  static final class TakesTheIdOfAFinishedJobForFree extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          if (find(job.id()).map(Job::state).map(JobState::isFinished).orElse(false)) {
            force(job);
            return Optional.empty();
          }
          return sound.insert(job);
        }
      };
    }
  }

  @CaughtBy("Insert.ofManyThreadsThatInsertOneIdExactlyOneSucceeds")
  static final class LooksBeforeItInserts extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          if (find(job.id()).isPresent()) {
            throw new IllegalArgumentException("taken");
          }
          pause();
          synchronized (this) {
            force(job);
          }
          return Optional.empty();
        }
      };
    }
  }

  @CaughtBy("Insert.aNewJobIsFoundAsItWas")
  static final class NeverStores extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return Optional.empty();
        }
      };
    }
  }

  @CaughtBy("Find.anUnknownJobIsNotFound")
  static final class FindsAnyJob extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> find(JobId id) {
          return sound.unfinished().stream().findFirst();
        }
      };
    }
  }

  @CaughtBy("Find.theLatestOfManySnapshotsIsFound")
  static final class FindsTheFirstSnapshotForEver extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<JobId, Job> cache = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          cache.put(job.id(), job);
          return sound.insert(job);
        }

        @Override
        public Optional<Job> find(JobId id) {
          return Optional.ofNullable(cache.get(id));
        }
      };
    }
  }

  @CaughtBy("Find.readersSeeWholeSnapshotsThatNeverGoBackWhileSomebodyWrites")
  static final class ReadsInTwoSteps extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> find(JobId id) {
          Job one = sound.find(id).orElseThrow();
          pause();
          Job other = sound.find(id).orElseThrow();
          return Optional.of(
              one.next().revision(one.revision()).progress(other.progress()).build());
        }
      };
    }
  }

  @CaughtBy("Find.readersSeeWholeSnapshotsThatNeverGoBackWhileSomebodyWrites")
  static final class ReadsFromALaggingCopy extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private volatile Job before;
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public boolean replace(Job next) {
          before = sound.find(next.id()).orElseThrow();
          return sound.replace(next);
        }

        @Override
        public Optional<Job> find(JobId id) {
          Job late = before;
          return reads.incrementAndGet() % 2 == 0 && late != null
              ? Optional.of(late)
              : sound.find(id);
        }
      };
    }
  }
}
