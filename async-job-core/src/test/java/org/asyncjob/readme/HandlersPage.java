package org.asyncjob.readme;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.asyncjob.JobState;
import org.asyncjob.engine.HandlerSettings;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.executor.ExecutorServiceJobExecutor;
import org.asyncjob.spi.JobHandler;

/** What docs/handlers.md shows. */
final class HandlersPage {

  private HandlersPage() {}

  /** What the weather is asked for. */
  record City(String city) {}

  static void settings(JobEngineBuilder builder, JobHandler<City> weather) {
    // docs/handlers.md: settings
    HandlerSettings settings =
        HandlerSettings.builder()
            .attempts(3)
            .backoff(Duration.ofSeconds(2), Duration.ofMinutes(1))
            .finalErrors(IllegalArgumentException.class)
            .concurrency(2)
            .build();
    builder.handler("weather", City.class, weather, settings);
    // docs/handlers.md: end
  }

  static void listener(JobEngineBuilder builder, Map<JobState, LongAdder> ended) {
    // docs/handlers.md: listener
    builder.listener(
        (before, after) -> {
          if (after.state().isFinished() && !before.state().isFinished()) {
            ended.computeIfAbsent(after.state(), state -> new LongAdder()).increment();
          }
        });
    // docs/handlers.md: end
  }

  static void executor(JobEngineBuilder builder, ExecutorService service) {
    // docs/handlers.md: executor
    builder.executor(
        ExecutorServiceJobExecutor.builder(service).parallelism(4).queueCapacity(100).build());
    // docs/handlers.md: end
  }
}
