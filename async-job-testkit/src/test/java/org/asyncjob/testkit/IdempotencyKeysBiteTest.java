package org.asyncjob.testkit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that let one idempotency key have two jobs, or none. */
final class IdempotencyKeysBiteTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, IdempotencyKeysBiteTest.class);
  }

  @CaughtBy("IdempotencyKeys.theSecondJobWithAKeyIsNotStoredAndTheFirstIsReturned")
  static final class IgnoresKeys extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(rekeyed(job, Optional.empty()));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.theSecondJobWithAKeyIsNotStoredAndTheFirstIsReturned")
  static final class ReturnsTheEarlierJobButStoresTheNewOneToo extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier = sound.insert(job);
          if (earlier.isPresent()) {
            sound.insert(rekeyed(job, Optional.empty()));
          }
          return earlier;
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.theSecondJobWithAKeyIsNotStoredAndTheFirstIsReturned")
  static final class ReturnsTheJobThatWasNotStored extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(job).map(earlier -> job);
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.theJobWithTheKeyIsReturnedAsItIsNow")
  static final class ReturnsTheEarlierJobAsItBegan extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<JobId, Job> first = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          first.put(job.id(), job);
          return sound.insert(job).map(earlier -> first.get(earlier.id()));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.aFinishedJobKeepsItsKey")
  static final class FreesTheKeyOfAFinishedJob extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier = sound.insert(job);
          if (earlier.filter(other -> other.state().isFinished()).isEmpty()) {
            return earlier;
          }
          sound.remove(earlier.get());
          return sound.insert(job);
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.aDiscardedJobKeepsItsKeyUntilItIsRemoved")
  static final class FreesTheKeyOfADiscardedJob extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier = sound.insert(job);
          if (earlier.filter(Job::discarded).isEmpty()) {
            return earlier;
          }
          sound.remove(earlier.get());
          return sound.insert(job);
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.theKeyOfAJobThatWasRemovedUnfinishedIsFree")
  static final class KeepsTheKeyOfARemovedJob extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<String, Job> owners = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier =
              job.request().idempotencyKey().map(key -> owners.putIfAbsent(key, job));
          return earlier.isPresent() ? earlier : sound.insert(job);
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.aRemovalThatLosesLeavesTheKeyTaken")
  static final class FreesTheKeyThoughTheRemovalLost extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<String, Job> owners = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier =
              job.request().idempotencyKey().map(key -> owners.putIfAbsent(key, job));
          if (earlier.isPresent()) {
            return sound.find(earlier.get().id());
          }
          return sound.insert(rekeyed(job, Optional.empty()));
        }

        @Override
        public boolean remove(Job job) {
          job.request().idempotencyKey().ifPresent(owners::remove);
          return sound.remove(job);
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.theJobThatTookOverAFreeKeyKeepsItWhenTheOldOneIsRemovedAgain")
  static final class FreesAKeyThatIsNotTheJobsAnyMore extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<String, Job> owners = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier =
              job.request().idempotencyKey().map(key -> owners.putIfAbsent(key, job));
          if (earlier.isPresent()) {
            return sound.find(earlier.get().id());
          }
          return sound.insert(rekeyed(job, Optional.empty()));
        }

        @Override
        public boolean remove(Job job) {
          job.request().idempotencyKey().ifPresent(owners::remove);
          return sound.remove(job);
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.jobsWithoutAKeyDoNotKeepEachOtherOut")
  static final class TakesNoKeyForAKey extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(
              rekeyed(job, Optional.of(job.request().idempotencyKey().orElse("none"))));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.keysThatOnlyLookAlikeAreDifferent")
  static final class ComparesKeysWithoutCase extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(
              rekeyed(
                  job, job.request().idempotencyKey().map(key -> key.toLowerCase(Locale.ROOT))));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.keysThatOnlyLookAlikeAreDifferent")
  static final class PadsKeysWithSpaces extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(
              rekeyed(job, job.request().idempotencyKey().map(String::stripTrailing)));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.keysThatOnlyLookAlikeAreDifferent")
  static final class TakesTheEmptyKeyForNone extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(
              rekeyed(job, job.request().idempotencyKey().filter(key -> !key.isEmpty())));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.anInsertThatIsRefusedForItsIdLeavesItsKeyFree")
  static final class TakesTheKeyBeforeItLooksAtTheId extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<String, Job> owners = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier =
              job.request().idempotencyKey().map(key -> owners.putIfAbsent(key, job));
          if (earlier.isPresent()) {
            return sound.find(earlier.get().id());
          }
          return sound.insert(rekeyed(job, Optional.empty()));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.ofManyThreadsThatInsertOneKeyExactlyOneSucceedsAndTheOthersGetItsJob")
  static final class LooksForTheKeyBeforeItInserts extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final Map<String, Job> owners = new ConcurrentHashMap<>();

        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier = job.request().idempotencyKey().map(owners::get);
          if (earlier.isPresent()) {
            return earlier;
          }
          pause();
          job.request().idempotencyKey().ifPresent(key -> owners.put(key, job));
          return sound.insert(rekeyed(job, Optional.empty()));
        }
      };
    }
  }

  @CaughtBy("IdempotencyKeys.anInsertThatRacesWithARemovalEitherGetsTheOldJobOrIsStored")
  static final class LooksAgainAfterTheConflict extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          Optional<Job> earlier = sound.insert(job);
          pause();
          return earlier.flatMap(other -> sound.find(other.id()));
        }
      };
    }
  }

  /** The same job under another key, or under none. */
  private static Job rekeyed(Job job, Optional<String> key) {
    JobRequest.Builder request =
        JobRequest.builder(job.request().kind()).options(job.request().options());
    job.request().input().ifPresent(request::input);
    job.request().caller().ifPresent(request::caller);
    key.ifPresent(request::idempotencyKey);
    return Job.builder(job.id(), request.build(), job.created()).expires(job.expires()).build();
  }
}
