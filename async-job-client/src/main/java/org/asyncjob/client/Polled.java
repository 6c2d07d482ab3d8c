package org.asyncjob.client;

import java.time.Duration;

/**
 * An answer to the question where a job stands.
 *
 * @param job what it says
 * @param held whether the server kept the answer back until there was something to say
 * @param took how long it took
 */
record Polled(RemoteJob job, boolean held, Duration took) {

  /**
   * How long to leave the server alone. A held answer has been waited for already; one that says so
   * and came at once must not lead to questions without pause.
   */
  Duration pause() {
    Duration asked = job.progress().pollAfter();
    if (!held) {
      return asked;
    }
    return took.compareTo(asked) < 0 ? asked.minus(took) : Duration.ZERO;
  }
}
