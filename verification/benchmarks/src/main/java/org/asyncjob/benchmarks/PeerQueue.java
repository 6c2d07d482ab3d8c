package org.asyncjob.benchmarks;

import java.sql.SQLException;

/** What takes jobs durably in place of ours, behind the same HTTP front. Safe for many threads. */
interface PeerQueue extends AutoCloseable {

  /**
   * Takes a job that does nothing; when this returns, it survives a loss of power.
   *
   * @return its id, which can be part of a path
   */
  String enqueue(String json) throws SQLException;

  /** Whether the job has been run. */
  boolean isDone(String id) throws SQLException;

  @Override
  void close();
}
