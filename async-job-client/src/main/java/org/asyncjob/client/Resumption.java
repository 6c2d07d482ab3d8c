package org.asyncjob.client;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a stream of events goes on in another answer.
 *
 * @param lastEvent the id of the last event that was seen; empty if there is none
 * @param pause how long to leave the server alone before that
 * @param hasWorked whether an event has got through to here
 */
record Resumption(String lastEvent, Duration pause, boolean hasWorked) {

  /** For the first answer. The pause is what browsers take for usual. */
  static final Resumption NONE = new Resumption("", Duration.ofSeconds(2), false);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** What can be sent in a header field everywhere; without an id the server begins anew. */
  private static final Pattern SENDABLE = Pattern.compile("[\\x20-\\x7e]{1,1000}");

  /** After an event. */
  Resumption after(String id, Optional<Duration> retry) {
    return new Resumption(
        SENDABLE.matcher(id).matches() ? id : "",
        retry.map(Resumption::inBounds).orElse(pause),
        true);
  }

  private static Duration inBounds(Duration wait) {
    if (wait.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
  }
}
