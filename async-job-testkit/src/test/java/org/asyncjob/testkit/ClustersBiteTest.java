package org.asyncjob.testkit;

import java.time.Duration;
import java.util.stream.Stream;
import org.asyncjob.testkit.LeaseCluster.Fault;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Clusters of which one thing is broken. */
final class ClustersBiteTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(SharedJobExecutorContract.class, ClustersBiteTest.class);
  }

  /** Has little patience, as what is waited for never comes. */
  private abstract static class Broken extends SharedJobExecutorContract {

    private final Fault fault;

    Broken(Fault fault) {
      this.fault = fault;
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }

    @Override
    protected Cluster newCluster() {
      return new LeaseCluster(2, fault);
    }
  }

  @CaughtBy("ExecuteAt.aJobForLaterIsNotRunBefore")
  static final class IgnoresTimes extends Broken {
    IgnoresTimes() {
      super(Fault.IGNORES_TIMES);
    }
  }

  @CaughtBy("ExecuteAt.theRunnerMayNameALaterTime")
  static final class IgnoresTheTimeThatTheRunnerNames extends Broken {
    IgnoresTheTimeThatTheRunnerNames() {
      super(Fault.IGNORES_TIMES);
    }
  }

  @CaughtBy("ExecuteAt.aTimeThatIsOverMeansSoon")
  static final class ForgetsWhatIsOverdue extends Broken {
    ForgetsWhatIsOverdue() {
      super(Fault.FORGETS_WHAT_IS_OVERDUE);
    }
  }

  @CaughtBy("ExecuteAt.theRunnerHasItsOwnJobRunAgainWhenItHasReturned")
  static final class CallsWhileTheRunnerIsAtWork extends Broken {
    CallsWhileTheRunnerIsAtWork() {
      super(Fault.CALLS_WHILE_THE_RUNNER_IS_AT_WORK);
    }
  }

  @CaughtBy("ExecuteAt.theRunnerHasItsOwnJobRunAgainWhenItHasReturned")
  static final class ForgetsWhatTheRunnerSays extends Broken {
    ForgetsWhatTheRunnerSays() {
      super(Fault.FORGETS_WHAT_THE_RUNNER_SAYS);
    }
  }

  @CaughtBy("ExecuteAt.withoutItAJobIsDoneWithWhenTheRunnerReturns")
  static final class CallsAgainUnasked extends Broken {
    CallsAgainUnasked() {
      super(Fault.CALLS_AGAIN_UNASKED);
    }
  }

  @CaughtBy("ExecuteAt.afterTheEndOfTheExecutorItIsRefused")
  static final class TakesJobsAfterTheEnd extends Broken {
    TakesJobsAfterTheEnd() {
      super(Fault.TAKES_JOBS_AFTER_THE_END);
    }
  }

  @CaughtBy("ExecuteAt.whatARunnerGivesBackWhileItsNodeClosesIsRunByAnother")
  static final class ForgetsWhatIsGivenBackAtTheEnd extends Broken {
    ForgetsWhatIsGivenBackAtTheEnd() {
      super(Fault.FORGETS_WHAT_IS_GIVEN_BACK_AT_THE_END);
    }
  }

  @CaughtBy("Nodes.eachJobRunsOnceOnOneOfThem")
  static final class HandsOutTwice extends Broken {
    HandsOutTwice() {
      super(Fault.HANDS_OUT_TWICE);
    }
  }

  @CaughtBy("Nodes.aJobForWhichOneHasNoRoomIsRunByAnother")
  static final class KeepsJobsToTheirNode extends Broken {
    KeepsJobsToTheirNode() {
      super(Fault.KEEPS_JOBS_TO_THEIR_NODE);
    }
  }

  @CaughtBy("Nodes.whatWaitsWhenOneClosesIsRunByAnother")
  static final class DropsWhatWaitsAtTheEnd extends Broken {
    DropsWhatWaitsAtTheEnd() {
      super(Fault.DROPS_WHAT_WAITS_AT_THE_END);
    }
  }

  @CaughtBy("Nodes.aJobOfADeadOneIsRunByAnother")
  static final class TrustsDeadNodes extends Broken {
    TrustsDeadNodes() {
      super(Fault.TRUSTS_DEAD_NODES);
    }
  }

  @CaughtBy("Nodes.aDeadOneThatComesToAnEndAfterAllDoesNotEndTheWorkOfAnother")
  static final class BelievesDeadNodes extends Broken {
    BelievesDeadNodes() {
      super(Fault.BELIEVES_DEAD_NODES);
    }
  }

  @CaughtBy("Nodes.aJobThatLastsLongerThanALeaseIsNotTakenFromALivingOne")
  static final class RenewsNoLease extends Broken {
    RenewsNoLease() {
      super(Fault.RENEWS_NO_LEASE);
    }
  }

  @CaughtBy("Nodes.aJobThatIsGivenAgainWhileItWaitsRunsOnce")
  static final class QueuesTwice extends Broken {
    QueuesTwice() {
      super(Fault.QUEUES_TWICE);
    }
  }
}
