package org.asyncjob.spi;

import org.asyncjob.Job;
import org.asyncjob.JobState;

/**
 * Hears of what happens to jobs: for metrics, logs and audits. It cannot break or delay a job: it
 * is called on a thread of its own, and what it throws is logged. One call comes after the other,
 * the changes of each job in their order.
 *
 * <p>It hears of what its own engine does, at most once, and after the fact: a job may have changed
 * again meanwhile. A listener that is so slow that thousands of calls wait for it misses some; the
 * log says how many. What must not be missed is in the store.
 */
@FunctionalInterface
public interface JobListener {

  /**
   * A job has changed. In most cases its {@link Job#state} has; otherwise somebody has asked for
   * its end ({@link Job#cancelRequested}), its files are gone ({@link Job#discarded}), or a worker
   * has taken it from one that is dead ({@link Job#attempt}). Progress alone is not told. An
   * attempt that failed and is followed by another one is a change from {@link JobState#RUNNING} to
   * {@link JobState#QUEUED}.
   *
   * @param before the snapshot before the change
   * @param after the snapshot after it
   */
  void changed(Job before, Job after);

  /** A new job was accepted; called before any change of it, and never for one that was refused. */
  default void accepted(Job job) {}
}
