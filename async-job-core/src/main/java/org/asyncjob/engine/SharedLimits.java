package org.asyncjob.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the jobs of each kind that run on this node, where an executor of many nodes hands them
 * out: those for which there is no room are put off, as nobody waits here. Safe for many threads.
 */
final class SharedLimits {

  private final Map<String, Integer> limits;
  private final Map<String, Integer> running = new HashMap<>();

  SharedLimits(Map<String, Integer> limits) {
    this.limits = limits;
  }

  /** Whether no kind has a limit: then nobody need be asked. */
  boolean areNone() {
    return limits.isEmpty();
  }

  /** Whether a job of this kind may begin; {@link #leave} has to follow then. */
  synchronized boolean enters(String kind) {
    int before = running.getOrDefault(kind, 0);
    if (before >= limits.getOrDefault(kind, Integer.MAX_VALUE)) {
      return false;
    }
    running.put(kind, before + 1);
    return true;
  }

  /** A job of this kind has ended. */
  synchronized void leave(String kind) {
    running.merge(kind, -1, Integer::sum);
  }
}
