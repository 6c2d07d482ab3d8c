package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.junit.jupiter.api.Test;

/** Which job a worker gets, one call after the other: "one" of a kind at once, of "pair" two. */
class KindLimitsTest {

  private final Calls executor = new Calls();
  private final KindLimits limits = new KindLimits(Map.of("one", 1, "pair", 2), executor);

  /** An executor whose calls the test makes. */
  private static final class Calls implements JobExecutor {

    private final List<JobId> withdrawn = new ArrayList<>();
    private boolean takesBack = true;
    private int parallelism = 10;
    private int capacity = 10;

    @Override
    public void start(Consumer<JobId> runner) {}

    @Override
    public void execute(JobId id) {}

    @Override
    public boolean withdraw(JobId id) {
      withdrawn.add(id);
      return takesBack;
    }

    @Override
    public int parallelism() {
      return parallelism;
    }

    @Override
    public int queueCapacity() {
      return capacity;
    }

    @Override
    public void close(Duration grace) {}
  }

  private JobId offered(String kind) {
    Job job = Job.builder(JobId.random(), JobRequest.builder(kind).build(), Instant.EPOCH).build();
    limits.offer(job);
    return job.id();
  }

  private JobId accepted(String kind) {
    JobId id = offered(kind);
    limits.accepted(id);
    return id;
  }

  private JobId running(String kind) {
    JobId id = accepted(kind);
    assertThat(limits.called(id, kind)).contains(id);
    return id;
  }

  /** Of a kind of which no more may run. */
  private JobId kept(String kind) {
    JobId id = accepted(kind);
    assertThat(limits.called(id, kind)).isEmpty();
    return id;
  }

  private void assertRoom(String kind) {
    assertThatCode(() -> limits.checkRoom(kind)).doesNotThrowAnyException();
  }

  private void assertNoRoom(String kind) {
    assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> limits.checkRoom(kind));
  }

  @Test
  void withoutAnyLimitNobodyNeedsToAsk() {
    assertThat(limits.areNone()).isFalse();
    assertThat(new KindLimits(Map.of(), executor).areNone()).isTrue();
  }

  @Test
  void ofAKindWithoutLimitEachCallIsForItsOwnJob() {
    JobId first = accepted("any");
    JobId second = accepted("any");

    assertThat(limits.called(second, "any")).contains(second);
    assertThat(limits.called(first, "any")).contains(first);
    assertThat(limits.ended("any", true)).isEmpty();
  }

  @Test
  void ofAKindWithALimitTheFirstRunsWhicheverWasCalledFor() {
    JobId first = accepted("pair");
    JobId second = accepted("pair");

    assertThat(limits.called(second, "pair")).contains(first);
    assertThat(limits.called(first, "pair")).contains(second);
  }

  @Test
  void whatComesBeforeItWasAcceptedIsNotLost() {
    JobId early = offered("one");

    assertThat(limits.called(early, "one")).contains(early);
    limits.accepted(early);

    assertThat(limits.ended("one", true)).isEmpty();
  }

  @Test
  void anotherNodesJobRunsAsAny() {
    JobId foreign = JobId.random();

    assertThat(limits.called(foreign, "one")).contains(foreign);
  }

  @Test
  void callsThatAreKeptAreAnsweredByThoseThatEndInTheirOrder() {
    running("one");
    JobId second = kept("one");
    JobId third = kept("one");

    assertThat(limits.ended("one", true)).contains(second);
    assertThat(limits.ended("one", true)).contains(third);
    assertThat(limits.ended("one", true)).isEmpty();
    running("one");
  }

  @Test
  void whoAnswersACallThatIsKeptLeavesOtherJobsToTheirOwnCalls() {
    running("one");
    JobId kept = kept("one");
    JobId third = accepted("one");
    JobId fourth = accepted("one");

    assertThat(limits.ended("one", true)).contains(kept);
    assertThat(limits.ended("one", true)).isEmpty();
    assertThat(limits.called(fourth, "one")).contains(third);
    assertThat(limits.called(third, "one")).isEmpty();
    assertThat(limits.ended("one", true)).contains(fourth);
  }

  @Test
  void otherNodesJobsRunInTheOrderInWhichTheyWereCalledFor() {
    running("one");
    JobId first = JobId.random();
    JobId second = JobId.random();
    assertThat(limits.called(first, "one")).isEmpty();
    assertThat(limits.called(second, "one")).isEmpty();

    assertThat(limits.ended("one", true)).contains(first);
    assertThat(limits.ended("one", true)).contains(second);
  }

  @Test
  void whoEndsLeavesAJobWhoseCallIsStillToComeToThatCall() {
    running("one");
    JobId next = accepted("one");

    assertThat(limits.ended("one", true)).isEmpty();
    assertThat(limits.called(next, "one")).contains(next);
  }

  @Test
  void whoHasNotRunItsJobGoesOnWithTheNext() {
    running("one");
    JobId next = accepted("one");

    assertThat(limits.ended("one", false)).contains(next);
    assertThat(limits.called(next, "one")).as("the call of one that another has").isEmpty();
    assertThat(limits.ended("one", true)).isEmpty();
    running("one");
  }

  @Test
  void whoHasNotRunItsJobLeavesTheCallsThatAreKept() {
    executor.capacity = 3;
    executor.parallelism = 1;
    running("one");
    kept("one");
    kept("one");
    JobId fourth = accepted("one");

    limits.ended("one", false);
    assertNoRoom("one");
    limits.ended("one", true);

    assertThat(limits.ended("one", true)).contains(fourth);
  }

  @Test
  void oneThatIsWithdrawnIsTakenFromTheExecutorToo() {
    for (String kind : List.of("one", "any")) {
      JobId id = accepted(kind);
      assertThat(limits.kind(id)).contains(kind);

      limits.withdraw(id);

      assertThat(executor.withdrawn).contains(id);
      assertThat(limits.kind(id)).isEmpty();
    }
  }

  @Test
  void theCallOfOneThatIsWithdrawnTooLateFindsNothing() {
    JobId late = accepted("one");
    executor.takesBack = false;

    limits.withdraw(late);

    assertThat(limits.kind(late)).contains("one");
    assertThat(limits.called(late, "one")).isEmpty();
    running("one");
  }

  @Test
  void oneThatRunsOrIsNotKnownIsNotWithdrawn() {
    limits.withdraw(running("one"));
    limits.withdraw(running("any"));
    limits.withdraw(JobId.random());
    limits.withdraw(offered("one"));

    assertThat(executor.withdrawn).isEmpty();
  }

  @Test
  void oneThatTheExecutorHasRefusedIsForgotten() {
    JobId refused = offered("one");

    limits.refused(refused);

    assertThat(limits.kind(refused)).isEmpty();
  }

  @Test
  void callsThatAreKeptCountAsWaitingUntilTheyAreAnswered() {
    executor.capacity = 2;
    executor.parallelism = 2;
    running("one");
    JobId second = kept("one");
    assertRoom("one");
    kept("one");

    assertNoRoom("one");
    assertRoom("any"); // which starts at once
    running("any");
    assertNoRoom("any");

    limits.ended("any", true);
    assertRoom("any");
    limits.withdraw(second);
    assertRoom("one");
    limits.ended("one", true);
    assertRoom("one");
  }

  @Test
  void callsThatTheExecutorHasCountToo() {
    executor.capacity = 2;
    executor.parallelism = 3;
    running("one");
    kept("one");
    assertRoom("one");
    accepted("one");

    assertNoRoom("one");
    assertRoom("any");
    running("any");
    assertNoRoom("any");
  }

  @Test
  void whereNoCallIsKeptTheExecutorAloneDecides() {
    executor.capacity = 2;
    running("one");
    accepted("one");
    accepted("one");

    assertRoom("one");
  }

  @Test
  void aKindHasRoomAsLongAsItsLimitIsNotReached() {
    executor.capacity = 1;
    running("one");
    kept("one");

    assertRoom("pair");
    running("pair");
    assertRoom("pair");
    JobId second = accepted("pair");
    assertNoRoom("pair");
    limits.called(second, "pair");
    assertNoRoom("pair");
    limits.ended("pair", true);
    assertRoom("pair");
  }
}
