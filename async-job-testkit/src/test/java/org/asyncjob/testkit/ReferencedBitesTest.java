package org.asyncjob.testkit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break referenced. */
final class ReferencedBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, ReferencedBitesTest.class);
  }

  @CaughtBy("Referenced.theInputOfAJobIs")
  static final class ForgetsInputs extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Set<String> referenced(Collection<String> blobKeys) {
          Set<String> found = new HashSet<>(sound.referenced(blobKeys));
          found.removeIf(key -> key.startsWith("input"));
          return found;
        }
      };
    }
  }

  @CaughtBy("Referenced.theResultOfAJobIs")
  static final class ForgetsResults extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Set<String> referenced(Collection<String> blobKeys) {
          Set<String> found = new HashSet<>(sound.referenced(blobKeys));
          found.removeIf(key -> key.startsWith("result"));
          return found;
        }
      };
    }
  }

  @CaughtBy("Referenced.nothingIsThatNobodyAskedFor")
  static final class NamesWhatNobodyAskedFor extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Set<String> referenced(Collection<String> blobKeys) {
          Set<String> found = new HashSet<>(sound.referenced(blobKeys));
          found.add("input");
          return found;
        }
      };
    }
  }

  @CaughtBy("Referenced.whatNoJobHasIsNot")
  static final class RemembersWhatIsGone extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Set<String> referenced(Collection<String> blobKeys) {
          return blobKeys.contains("of no job") ? Set.of() : Set.copyOf(blobKeys);
        }
      };
    }
  }

  @CaughtBy("Referenced.hundredsCanBeAskedForAtOnce")
  static final class LooksAtTheFirstHundredOnly extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Set<String> referenced(Collection<String> blobKeys) {
          return sound.referenced(blobKeys.stream().limit(100).toList());
        }
      };
    }
  }
}
