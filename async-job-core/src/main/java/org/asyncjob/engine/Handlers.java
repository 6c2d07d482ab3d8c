package org.asyncjob.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.JobRequest;

/** What this engine can do: a handler for each kind of job, and how often it is called. */
final class Handlers {

  private final Map<String, RegisteredHandler<?>> byKind;
  private final Map<String, HandlerSettings> settings;
  private final Retries retries;

  Handlers(
      Map<String, RegisteredHandler<?>> byKind,
      Map<String, HandlerSettings> settings,
      Retries retries) {
    this.settings = settings;
    this.byKind = byKind;
    this.retries = retries;
  }

  Retries retries() {
    return retries;
  }

  /** How many jobs of a kind may run at once, for kinds that have a limit. */
  Map<String, Integer> limits() {
    Map<String, Integer> limits = new HashMap<>();
    settings.forEach(
        (kind, ours) -> ours.concurrency().ifPresent(limit -> limits.put(kind, limit)));
    return limits;
  }

  Optional<RegisteredHandler<?>> find(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /**
   * Returns the handler of a request.
   *
   * @throws IllegalArgumentException if there is none
   */
  RegisteredHandler<?> of(JobRequest request) {
    return find(request.kind())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    ("no handler for job kind \"%s\": this engine knows %s; add one with"
                            + " JobEngineBuilder.handler(..)")
                        .formatted(request.kind(), byKind.keySet().stream().sorted().toList())));
  }

  /** What the handler of a request says of the time that it will take, if anything. */
  Optional<Duration> estimate(JobRequest request) {
    return find(request.kind()).flatMap(handler -> handler.estimate(request));
  }
}
