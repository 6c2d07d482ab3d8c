package org.asyncjob.testkit;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that break unfinished. */
final class UnfinishedBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, UnfinishedBitesTest.class);
  }

  @CaughtBy("Unfinished.aNewStoreHasNone")
  static final class ReturnsAJobOutOfNowhere extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          return List.of(Jobs.queued(Instant.EPOCH));
        }
      };
    }
  }

  @CaughtBy("Unfinished.queuedAndRunningJobsAreReturnedAsTheyAreNow")
  static final class ForgetsRunningJobs extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          return sound.unfinished().stream().filter(job -> job.state() == JobState.QUEUED).toList();
        }
      };
    }
  }

  @CaughtBy("Unfinished.aJobThatWentBackToTheQueueIsReturned")
  static final class ForgetsJobsThatWentBack extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          return sound.unfinished().stream()
              .filter(job -> job.state() != JobState.QUEUED || job.attempt() == 0)
              .toList();
        }
      };
    }
  }

  @CaughtBy("Unfinished.aFinishedJobIsNot")
  static final class ReturnsFinishedJobsAsUnfinished extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          List<Job> all = new ArrayList<>(sound.unfinished());
          all.addAll(sound.expired(Instant.MAX, 10));
          return all;
        }
      };
    }
  }

  @CaughtBy("Unfinished.aFinishedJobIsNot")
  static final class ReturnsCanceledJobsAsUnfinished extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          List<Job> all = new ArrayList<>(sound.unfinished());
          sound.expired(Instant.MAX, 10).stream()
              .filter(job -> job.state() == JobState.CANCELED)
              .forEach(all::add);
          return all;
        }
      };
    }
  }

  @CaughtBy("Unfinished.theEarliestCreatedComesFirstWhateverHappenedSince")
  static final class ReturnsTheLatestFirst extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          List<Job> all = new ArrayList<>(sound.unfinished());
          Collections.reverse(all);
          return all;
        }
      };
    }
  }

  @CaughtBy("Unfinished.theEarliestCreatedComesFirstWhateverHappenedSince")
  static final class ReturnsInTheOrderOfInsertion extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        private final List<JobId> order = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Optional<Job> insert(Job job) {
          order.add(job.id());
          return sound.insert(job);
        }

        @Override
        public List<Job> unfinished() {
          List<Job> all = new ArrayList<>(sound.unfinished());
          all.sort(Comparator.comparing(job -> order.indexOf(job.id())));
          return all;
        }
      };
    }
  }

  @CaughtBy("Unfinished.allAreReturnedHoweverMany")
  static final class ReturnsAThousandAtMost extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          return sound.unfinished().stream().limit(1000).toList();
        }
      };
    }
  }

  @CaughtBy("Unfinished.jobsOfTheSameMomentAreAllReturned")
  static final class KeepsOneJobOfEachMoment extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          Map<Instant, Job> byMoment = new TreeMap<>();
          sound.unfinished().forEach(job -> byMoment.put(job.created(), job));
          return List.copyOf(byMoment.values());
        }
      };
    }
  }

  @CaughtBy("Unfinished.whatWasReturnedDoesNotChangeAfterwards")
  static final class ReturnsAViewThatChanges extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public List<Job> unfinished() {
          return new AbstractList<>() {
            @Override
            public Job get(int index) {
              return sound.unfinished().get(index);
            }

            @Override
            public int size() {
              return sound.unfinished().size();
            }
          };
        }
      };
    }
  }

  @CaughtBy("Unfinished.aJobThatIsChangedMeanwhileIsReturnedOnceAndWhole")
  static final class RemovesAndInsertsToReplace extends JobStoreContract {
    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public boolean replace(Job next) {
          Job stored = find(next.id()).orElseThrow();
          if (stored.revision() != next.revision() - 1) {
            return false;
          }
          sound.remove(stored);
          pause();
          sound.insert(next);
          return true;
        }
      };
    }
  }
}
