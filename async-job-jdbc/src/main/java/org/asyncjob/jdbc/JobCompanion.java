package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/**
 * Writes something of its own for jobs that come and go, in the transactions that say so. Called on
 * the thread that writes, once for each transaction. It neither commits nor closes connections.
 */
interface JobCompanion {

  /** Nobody is interested. */
  JobCompanion NONE =
      new JobCompanion() {
        @Override
        public void inserted(Connection connection, List<Job> jobs) {}

        @Override
        public void ended(Connection connection, List<JobId> ids) {}

        @Override
        public void committed(List<Job> inserted, List<JobId> ended) {}
      };

  /**
   * Jobs are stored. What this throws undoes the transaction; its writes are then performed one by
   * one, so that only those fail for which it throws again.
   *
   * @param jobs one or more
   */
  void inserted(Connection connection, List<Job> jobs) throws SQLException;

  /**
   * Jobs are given a final state, change in one, or are removed. What this throws has the same
   * effect.
   *
   * @param ids of one job or more
   */
  void ended(Connection connection, List<JobId> ids) throws SQLException;

  /** A transaction is durable; who waits for it is told next. Throws nothing. */
  void committed(List<Job> inserted, List<JobId> ended);
}
