package org.asyncjob.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break pages of unfinished. */
final class UnfinishedPageBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, UnfinishedPageBitesTest.class);
  }

  @CaughtBy("UnfinishedPage.aNewStoreHasNone")
  static final class ReturnsAJobOutOfNowhere extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return List.of(Jobs.queued(Instant.EPOCH));
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.jobsOfTheStateAreReturnedAsTheyAreNow")
  static final class DoesNotLookAtTheState extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          List<Job> all = new ArrayList<>(sound.unfinished(JobState.QUEUED, after, limit));
          all.addAll(sound.unfinished(JobState.RUNNING, after, limit));
          all.sort(Comparator.comparing(Place::of));
          return all.stream().limit(limit).toList();
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.jobsOfTheStateAreReturnedAsTheyAreNow")
  static final class ForgetsJobsThatWentBack extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return sound.unfinished(state, after, limit).stream()
              .filter(job -> job.state() != JobState.QUEUED || job.attempt() == 0)
              .toList();
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.aPageBeginsBehindThePlaceAndHasAsManyAsItMay")
  static final class BeginsAtThePlace extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return sound.unfinished().stream()
              .filter(job -> job.state() == state && Place.of(job).compareTo(after) >= 0)
              .limit(limit)
              .toList();
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.aPageBeginsBehindThePlaceAndHasAsManyAsItMay")
  static final class TakesTheLimitForAWish extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return sound.unfinished(state, after, limit + 1);
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.aPageBeginsBehindThePlaceAndHasAsManyAsItMay")
  static final class ReturnsAPageThatIsNotFull extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return sound.unfinished(state, after, Math.max(1, limit - 1));
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.aPageBeginsBehindThePlaceAndHasAsManyAsItMay")
  static final class ReturnsTheLatest extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          List<Job> all = sound.unfinished(state, after, Integer.MAX_VALUE);
          return all.subList(Math.max(0, all.size() - limit), all.size());
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.aPlaceStaysWhenItsJobIsGone")
  static final class LooksForTheJobOfThePlace extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          List<Job> all = sound.unfinished(state, Place.START, Integer.MAX_VALUE);
          long before = all.stream().takeWhile(job -> !job.id().equals(after.id())).count();
          return after.equals(Place.START)
              ? all.stream().limit(limit).toList()
              : all.stream().skip(before + 1).limit(limit).toList();
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.pagesTogetherHaveEachJobOnceAlsoThoseOfTheSameMoment")
  static final class SkipsJobsOfTheSameMoment extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return sound.unfinished().stream()
              .filter(job -> job.state() == state && job.created().isAfter(after.created()))
              .limit(limit)
              .toList();
        }
      };
    }
  }

  @CaughtBy("UnfinishedPage.aLimitBelowOneIsRefused")
  static final class TakesAnyLimit extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished(JobState state, Place after, int limit) {
          return limit < 1 ? List.of() : sound.unfinished(state, after, limit);
        }
      };
    }
  }
}
