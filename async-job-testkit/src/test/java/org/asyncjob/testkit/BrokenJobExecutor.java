package org.asyncjob.testkit;

import java.time.Duration;
import java.util.function.Consumer;
import org.asyncjob.JobId;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobExecutor;

/** Sound as it is; subclasses break one thing. */
class BrokenJobExecutor implements JobExecutor {

  final JobExecutor sound =
      ThreadPoolJobExecutor.builder()
          .workers(2)
          .queueCapacity(20)
          .abandonAfter(Duration.ofSeconds(1))
          .build();

  @Override
  public void start(Consumer<JobId> runner) {
    sound.start(runner);
  }

  @Override
  public void execute(JobId id) {
    sound.execute(id);
  }

  @Override
  public boolean withdraw(JobId id) {
    return sound.withdraw(id);
  }

  @Override
  public int parallelism() {
    return sound.parallelism();
  }

  @Override
  public int queueCapacity() {
    return sound.queueCapacity();
  }

  @Override
  public void close(Duration grace) {
    sound.close(grace);
  }
}
