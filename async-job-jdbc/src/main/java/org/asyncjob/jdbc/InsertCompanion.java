package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.asyncjob.Job;

/** Writes something of its own for new jobs, in the transaction that stores them. */
@FunctionalInterface
interface InsertCompanion {

  /**
   * Called on the thread that writes, once for each transaction that stores jobs. It neither
   * commits nor closes the connection. What it throws undoes the transaction; the jobs are then
   * stored one by one, so that only those fail for which it throws again.
   *
   * @param jobs those that were stored, one or more
   */
  void inserted(Connection connection, List<Job> jobs) throws SQLException;
}
