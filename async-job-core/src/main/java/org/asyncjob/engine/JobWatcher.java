package org.asyncjob.engine;

import org.asyncjob.Job;

/** Is told how a job goes on; see {@link JobEngine#watch}. Called by one thread at a time. */
public interface JobWatcher {

  /** The job as it stands now. The last call before {@link #ended} has its final state. */
  void changed(Job job);

  /** Nothing more will come: the job has finished or is gone, or the engine was closed. */
  void ended();
}
