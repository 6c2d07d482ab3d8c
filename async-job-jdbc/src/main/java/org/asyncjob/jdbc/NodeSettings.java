package org.asyncjob.jdbc;

import java.time.Duration;

/**
 * How a node works.
 *
 * @param workers how many jobs run at once
 * @param queueCapacity how many may wait
 * @param abandonAfter how long a job has to end that was interrupted
 * @param threadNamePrefix of the threads that run jobs
 */
record NodeSettings(
    int workers, int queueCapacity, Duration abandonAfter, String threadNamePrefix, Rhythm rhythm) {

  /** When what is done again and again. */
  record Rhythm(Duration polling, Duration heartbeat, int missedHeartbeats) {

    /** After what time without a heartbeat a node is taken for dead. */
    Duration lease() {
      return heartbeat.multipliedBy(missedHeartbeats);
    }
  }
}
