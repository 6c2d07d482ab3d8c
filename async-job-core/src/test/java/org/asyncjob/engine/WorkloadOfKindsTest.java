package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.junit.jupiter.api.Test;

/** Estimates beside jobs that run, and of kinds that have a limit. */
class WorkloadOfKindsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Workload workload = new Workload(Map.of("few", 2));

  @Test
  void jobsOfALimitedKindWaitForTheirKindAndOthersForAWorker() {
    running("few", HOUR);
    running("few", HOUR.multipliedBy(3));
    JobId next = queued("few", HOUR);
    JobId afterIt = queued("few", HOUR);
    JobId any = queued("any", HOUR);

    assertThat(hours(next, "few", 4)).isEqualTo(2);
    assertThat(hours(afterIt, "few", 4)).isEqualTo(3);
    assertThat(hours(any, "any", 4)).isEqualTo(1);
    assertThat(hours(any, "any", 3)).isEqualTo(1);
  }

  @Test
  void aLimitThatIsNotReachedHoldsNobodyUp() {
    running("few", HOUR.multipliedBy(5));
    running("any", HOUR.multipliedBy(5));

    assertThat(hours(queued("few", HOUR), "few", 3)).isEqualTo(1);
  }

  @Test
  void inALongQueueTheLimitOfTheKindSharesTheWork() {
    JobId last = queued("few", HOUR);
    for (int i = 0; i < 1_001; i++) {
      last = queued("few", HOUR);
    }

    assertThat(hours(last, "few", 10)).isBetween(500L, 503L);
  }

  @Test
  void aThousandJobsAreLookedAtOneByOneWhereKindsHaveLimits() {
    for (int i = 0; i < 900; i++) {
      queued("few", HOUR);
    }

    assertThat(hours(queued("any", HOUR), "any", 3)).isEqualTo(1);
  }

  @Test
  void whatIsAheadInALongQueueIsSharedByAllWorkersAndWhatRunsCounts() {
    Workload unlimited = new Workload();
    run(unlimited, "any", HOUR.multipliedBy(100));
    JobId last = queue(unlimited, "any", HOUR);
    for (int i = 0; i < 40; i++) {
      last = queue(unlimited, "any", HOUR);
    }

    assertThat(unlimited.remaining(last, "any", 2))
        .isBetween(HOUR.multipliedBy(70), HOUR.multipliedBy(72));
  }

  @Test
  void aJobThatNobodyKnowsTakesAsLongAsOthersOfItsKind() {
    JobId id = queued("any", HOUR.multipliedBy(9));
    JobRun run = running(id, "any");
    workload.succeeded(id, HOUR.multipliedBy(4));
    workload.gone(run);

    assertThat(workload.run(id)).isEmpty();
    assertThat(workload.remaining(JobId.random(), "any", 1)).isEqualTo(HOUR.multipliedBy(4));
    assertThat(workload.expected("any", Optional.empty())).isEqualTo(HOUR.multipliedBy(4));
    assertThat(run.job().id()).isEqualTo(id);
  }

  @Test
  void aJobThatRunsTakesWhatWasPlannedLessWhatHasPassed() {
    JobId planned = running("any", HOUR);
    JobId unplanned = JobId.random();
    running(unplanned, "any");

    assertThat(workload.remaining(planned, "any", 1)).isBetween(HOUR.minusMinutes(10), HOUR);
    assertThat(workload.remaining(unplanned, "any", 1)).isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatTheHandlerSaysOfTheRestCountsMoreThanThePlan() {
    JobId id = queued("any", HOUR);
    running(id, "any").report(10, "working", Optional.of(HOUR.multipliedBy(7)));

    assertThat(workload.remaining(id, "any", 1))
        .isBetween(HOUR.multipliedBy(7).minusMinutes(10), HOUR.multipliedBy(7));
  }

  @Test
  void theNextWorkerIsFreeWhenTheFirstJobEnds() {
    running("any", HOUR.multipliedBy(3));
    running("any", HOUR);

    assertThat(workload.nextFree(2)).isBetween(HOUR.minusMinutes(10), HOUR);
    assertThat(workload.nextFree(3)).isZero();
  }

  private long hours(JobId id, String kind, int workers) {
    return workload.remaining(id, kind, workers).plusMinutes(10).toHours();
  }

  private JobId queued(String kind, Duration told) {
    return queue(workload, kind, told);
  }

  private static JobId queue(Workload workload, String kind, Duration told) {
    JobId id = JobId.random();
    workload.queued(id, JobRequest.builder(kind).build(), Optional.of(told));
    return id;
  }

  private JobId running(String kind, Duration told) {
    return run(workload, kind, told);
  }

  private static JobId run(Workload workload, String kind, Duration told) {
    JobId id = queue(workload, kind, told);
    workload.started(new JobRun(job(id, kind), () -> false), request -> Optional.empty());
    return id;
  }

  private JobRun running(JobId id, String kind) {
    JobRun run = new JobRun(job(id, kind), () -> false);
    workload.started(run, request -> Optional.empty());
    return run;
  }

  private static Job job(JobId id, String kind) {
    return Job.builder(id, JobRequest.builder(kind).build(), Instant.EPOCH)
        .state(JobState.RUNNING)
        .attempt(1)
        .build();
  }
}
