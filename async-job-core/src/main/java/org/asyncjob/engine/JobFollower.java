package org.asyncjob.engine;

import java.util.concurrent.CompletionStage;
import org.asyncjob.Job;

/** Hears how one job goes on, from {@link JobEngine#follow}. Never called twice at a time. */
public interface JobFollower {

  /**
   * Takes the job as it stands now; changes that come while it is busy with this are left out, but
   * never the last one. Called on a thread of the engine's, of which there are a few: it may block
   * one, but not for long.
   *
   * @param job a finished one is the last
   * @return completed when it is ready for the next; with a failure, which an exception is as well,
   *     if it does not want to hear more
   */
  CompletionStage<?> stands(Job job);

  /** Nothing more will come: the job has finished or is gone, or the engine is closing. */
  void ended();
}
