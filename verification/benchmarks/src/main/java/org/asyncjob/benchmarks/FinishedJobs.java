package org.asyncjob.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;

/** Fills a store with what a busy month leaves behind. */
final class FinishedJobs {

  private static final int THREADS = 64;

  /** Of how many the paths are returned: enough that no cache of a few pages has them. */
  private static final int SAMPLED = 1000;

  private FinishedJobs() {}

  /** Stores so many finished jobs, and returns paths of process resources spread over them. */
  static List<String> fill(StoreKind kind, String url, int jobs) throws Exception {
    ConcurrentLinkedQueue<String> sampled = new ConcurrentLinkedQueue<>();
    int every = Math.max(1, jobs / SAMPLED);
    JobStore store = kind.open(url);
    try {
      List<Thread> threads =
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      new Thread(
                          () -> {
                            for (int i = thread; i < jobs; i += THREADS) {
                              Job job = finished();
                              store.insert(job);
                              if (i % every == 0) {
                                sampled.add("/jobs/" + job.id());
                              }
                            }
                          }))
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      if (store instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
    return List.copyOf(sampled);
  }

  private static Job finished() {
    Instant now = Instant.now();
    JobRequest request = JobRequest.builder(NoOpJobs.KIND).options(Map.of("city", "Ulm")).build();
    return Job.builder(JobId.random(), request, now)
        .state(JobState.SUCCEEDED)
        .attempt(1)
        .started(now)
        .finished(now)
        .outcome(new JobResult.Json("{\"done\":true}"))
        .expires(now.plus(Duration.ofDays(30)))
        .build();
  }
}
