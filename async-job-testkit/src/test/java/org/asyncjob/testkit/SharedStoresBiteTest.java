package org.asyncjob.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.spi.SharedJobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shared stores of which one thing is broken. */
final class SharedStoresBiteTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(SharedJobStoreContract.class, SharedStoresBiteTest.class);
  }

  /** Sound as it is; subclasses break one thing. */
  private static class BrokenStore implements SharedJobStore {

    final SharedJobStore sound;
    final Set<JobRequest> keys = ConcurrentHashMap.newKeySet();

    BrokenStore(SharedJobStore sound) {
      this.sound = sound;
    }

    @Override
    public void listen(Consumer<JobId> changed) {
      sound.listen(changed);
    }

    @Override
    public List<Job> findAll(Collection<JobId> ids) {
      return sound.findAll(ids);
    }

    @Override
    public Optional<Job> insert(Job job) {
      return sound.insert(job);
    }

    @Override
    public Optional<Job> find(JobId id) {
      return sound.find(id);
    }

    @Override
    public boolean replace(Job next) {
      return sound.replace(next);
    }

    @Override
    public boolean remove(Job job) {
      return sound.remove(job);
    }

    @Override
    public List<Job> unfinished() {
      return sound.unfinished();
    }

    @Override
    public List<Job> expired(Instant now, int limit) {
      return sound.expired(now, limit);
    }
  }

  /** Has little patience, as what is waited for never comes. */
  private abstract static class Broken extends SharedJobStoreContract {

    private final SharedMemory memory = new SharedMemory();

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }

    SharedMemory memory() {
      return memory;
    }

    abstract SharedJobStore broken(SharedJobStore sound);

    @Override
    protected Nodes newNodes() {
      return new Nodes() {
        @Override
        public SharedJobStore open(Consumer<JobId> changed) {
          SharedJobStore store = broken(memory().newNode());
          store.listen(changed);
          return store;
        }

        @Override
        public void close() {
          // It goes with its last user.
        }
      };
    }
  }

  @CaughtBy("Shared.aJobThatOneHasStoredTheOtherFinds")
  static final class KeepsJobsToItself extends Broken {
    @Override
    SharedMemory memory() {
      return new SharedMemory();
    }

    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return sound;
    }
  }

  @CaughtBy("Shared.anIdempotencyKeyBelongsToOneJobOnAllNodes")
  static final class KeepsKeysToItself extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier = sound.insert(job);
          return keys.add(job.request()) ? Optional.empty() : earlier;
        }
      };
    }
  }

  @CaughtBy("Shared.ofTwoNodesThatReadTheSameRevisionOneWins")
  static final class LetsBothWin extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public boolean replace(Job next) {
          sound.replace(next);
          return true;
        }
      };
    }
  }

  @CaughtBy("Shared.aJobThatOneHasForgottenIsGoneForTheOther")
  static final class RemembersWhatOthersHaveForgotten extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        private final Map<JobId, Job> seen = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          seen.put(job.id(), job);
          return sound.insert(job);
        }

        @Override
        public Optional<Job> find(JobId id) {
          return sound.find(id).or(() -> Optional.ofNullable(seen.get(id)));
        }
      };
    }
  }

  @CaughtBy("FindAll.theLatestSnapshotsOfThoseThatExistAreReturned")
  static final class FindsTheFirstSnapshots extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public List<Job> findAll(Collection<JobId> ids) {
          return sound.findAll(ids).stream()
              .map(job -> Job.builder(job.id(), job.request(), job.created()).build())
              .toList();
        }
      };
    }
  }

  @CaughtBy("FindAll.ofNoneNoneAreReturned")
  static final class FindsWhatNobodyAskedFor extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public List<Job> findAll(Collection<JobId> ids) {
          return sound.unfinished();
        }
      };
    }
  }

  @CaughtBy("FindAll.finishedOnesAreFoundAsWell")
  static final class FindsUnfinishedOnesOnly extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public List<Job> findAll(Collection<JobId> ids) {
          return sound.findAll(ids).stream().filter(job -> !job.state().isFinished()).toList();
        }
      };
    }
  }

  @CaughtBy("FindAll.thousandsCanBeAskedForAtOnce")
  static final class LooksForTheFirstThousandOnly extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public List<Job> findAll(Collection<JobId> ids) {
          return sound.findAll(ids.stream().limit(1_000).toList());
        }
      };
    }
  }

  @CaughtBy("Listen.eachNodeHearsOfWhatAnotherOneHasChanged")
  static final class TellsNobody extends Broken {
    @Override
    SharedJobStore broken(SharedJobStore sound) {
      return new BrokenStore(sound) {
        @Override
        public void listen(Consumer<JobId> changed) {
          sound.listen(id -> {});
        }
      };
    }
  }
}
