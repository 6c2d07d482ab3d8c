package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a job in a queue of any length still takes, all workers being free. */
class WorkloadTest {

  private static final JobRequest REQUEST = JobRequest.builder("play").build();

  @ParameterizedTest
  @CsvSource({"1, 1, 10", "32, 1, 320", "33, 1, 330", "500, 1, 5000", "32, 4, 80", "500, 4, 1250"})
  void theLastOneWaitsForAllAheadOfItAsFarAsWorkersShareThem(
      int jobs, int workers, long expectedSeconds) {
    Workload workload = new Workload();
    List<JobId> queue = queued(workload, jobs);

    assertThat(workload.remaining(queue.get(jobs - 1), "play", workers))
        .isBetween(Duration.ofSeconds(expectedSeconds), Duration.ofSeconds(expectedSeconds + 10));
  }

  @ParameterizedTest
  @CsvSource({"20, 10", "500, 490", "500, 200"})
  void jobsThatHaveGoneCountNoMore(int jobs, int gone) {
    Workload workload = new Workload();
    List<JobId> queue = queued(workload, jobs);

    queue.subList(0, gone).forEach(workload::gone);

    assertThat(workload.remaining(queue.get(jobs - 1), "play", 1))
        .isEqualTo(Duration.ofSeconds(10L * (jobs - gone)));
  }

  private static List<JobId> queued(Workload workload, int jobs) {
    List<JobId> queue = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      JobId id = JobId.random();
      workload.queued(id, REQUEST, Optional.of(Duration.ofSeconds(10)));
      queue.add(id);
    }
    return queue;
  }
}
