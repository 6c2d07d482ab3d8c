package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What earlier jobs of a kind took, so that the next one's time can be told: a moving average of
 * their durations, and of how far off the handler's own estimates were.
 */
final class Experience {

  private static final double WEIGHT_OF_LATEST = 0.3;
  private static final Duration BEFORE_ANY = Duration.ofSeconds(5);

  private final ConcurrentMap<String, Averages> byKind = new ConcurrentHashMap<>();

  /** How long a job will run, given what its handler says, if anything. */
  Duration expected(String kind, Optional<Duration> told) {
    Averages averages = byKind.getOrDefault(kind, Averages.NONE);
    return told.map(duration -> seconds(seconds(duration) * averages.actualToTold()))
        .orElseGet(() -> seconds(averages.duration()));
  }

  /** Learns from a job that succeeded; the others may have ended early. */
  void succeeded(String kind, Optional<Duration> told, Duration actual) {
    byKind.merge(kind, Averages.first(told, actual), (before, latest) -> before.and(latest));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private record Averages(double duration, double actualToTold) {

    static final Averages NONE = new Averages(seconds(BEFORE_ANY), 1);

    static Averages first(Optional<Duration> told, Duration actual) {
      double duration = seconds(actual);
      double toldSeconds = told.map(Experience::seconds).orElse(0.0);
      return new Averages(duration, toldSeconds > 0 ? duration / toldSeconds : 1);
    }

    Averages and(Averages latest) {
      return new Averages(mix(duration, latest.duration), mix(actualToTold, latest.actualToTold));
    }

    private static double mix(double before, double latest) {
      return before + WEIGHT_OF_LATEST * (latest - before);
    }
  }
}
