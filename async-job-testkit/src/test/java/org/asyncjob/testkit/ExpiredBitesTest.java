package org.asyncjob.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break expired. */
final class ExpiredBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, ExpiredBitesTest.class);
  }

  @CaughtBy("Expired.aNewStoreHasNone")
  static final class ReturnsAnExpiredJobOutOfNowhere extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          return List.of(Jobs.queued(Instant.EPOCH));
        }
      };
    }
  }

  @CaughtBy("Expired.aFinishedJobIsReturnedFromTheMomentOnAtWhichItExpires")
  static final class ExpiresAMomentLate extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          return sound.expired(now.minusNanos(1_000), limit);
        }
      };
    }
  }

  @CaughtBy("Expired.aFinishedJobIsReturnedFromTheMomentOnAtWhichItExpires")
  static final class ExpiresAMomentEarly extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          return sound.expired(now.plusNanos(1_000), limit);
        }
      };
    }
  }

  @CaughtBy("Expired.anUnfinishedJobIsNotReturnedHoweverLongAgoItsMomentWas")
  static final class ExpiresUnfinishedJobs extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          List<Job> all = new ArrayList<>(sound.expired(now, limit));
          all.addAll(sound.unfinished());
          return all;
        }
      };
    }
  }

  @CaughtBy("Expired.theEarliestToExpireComesFirst")
  static final class ExpiresTheLatestFirst extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          List<Job> all = new ArrayList<>(sound.expired(now, limit));
          Collections.reverse(all);
          return all;
        }
      };
    }
  }

  @CaughtBy("Expired.theEarliestAreReturnedWhereThereAreMoreThanTheLimit")
  static final class IgnoresTheLimit extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          return sound.expired(now, Integer.MAX_VALUE);
        }
      };
    }
  }

  @CaughtBy("Expired.theEarliestAreReturnedWhereThereAreMoreThanTheLimit")
  static final class LimitsBeforeItSorts extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          List<Job> all = new ArrayList<>(sound.expired(now, Integer.MAX_VALUE));
          Collections.reverse(all);
          return all.stream().limit(limit).toList();
        }
      };
    }
  }

  @CaughtBy("Expired.unfinishedJobsDoNotCountAgainstTheLimit")
  static final class CountsUnfinishedJobsAgainstTheLimit extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          return sound.expired(now, limit).stream()
              .limit(limit - sound.unfinished().size())
              .toList();
        }
      };
    }
  }

  @CaughtBy("Expired.aDiscardedJobIsReturnedAgainWhenItsNextMomentHasCome")
  static final class ExpiresAJobOnce extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          return sound.expired(now, limit).stream().filter(job -> !job.discarded()).toList();
        }
      };
    }
  }

  @CaughtBy("Expired.jobsOfTheSameMomentAreAllReturned")
  static final class KeepsOneExpiredJobOfEachMoment extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> expired(Instant now, int limit) {
          Map<Instant, Job> byMoment = new TreeMap<>();
          sound.expired(now, limit).forEach(job -> byMoment.put(job.expires(), job));
          return List.copyOf(byMoment.values());
        }
      };
    }
  }
}
