package org.asyncjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {

  @ParameterizedTest
  @EnumSource
  void nothingFollowsAFinishedStateAndSomethingFollowsEveryOther(JobState state) {
    boolean finished =
        EnumSet.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED).contains(state);

    assertThat(state.isFinished()).isEqualTo(finished);
    assertThat(successors(state).isEmpty()).isEqualTo(finished);
  }

  @Test
  void aQueuedJobRunsOrEndsWithoutHavingRun() {
    assertThat(successors(JobState.QUEUED))
        .containsExactlyInAnyOrder(JobState.RUNNING, JobState.FAILED, JobState.CANCELED);
  }

  @Test
  void aRunningJobEndsOrGoesBackToTheQueue() {
    assertThat(successors(JobState.RUNNING))
        .containsExactlyInAnyOrder(
            JobState.QUEUED, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED);
  }

  @ParameterizedTest
  @EnumSource
  void noStateFollowsItself(JobState state) {
    assertThat(state.canBecome(state)).isFalse();
  }

  private static Set<JobState> successors(JobState state) {
    Set<JobState> successors = EnumSet.noneOf(JobState.class);
    for (JobState next : JobState.values()) {
      if (state.canBecome(next)) {
        successors.add(next);
      }
    }
    return successors;
  }
}
