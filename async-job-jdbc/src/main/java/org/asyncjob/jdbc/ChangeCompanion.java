package org.asyncjob.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.asyncjob.JobId;

/** Tells others of changes, in the transaction that makes them. */
@FunctionalInterface
interface ChangeCompanion {

  /** Tells nobody. */
  ChangeCompanion NONE = (statements, changed) -> {};

  /**
   * Called on the thread that writes, once for each transaction that changes jobs. That a worker
   * has begun, and how far it is, is not told: those who want to know look every other second.
   *
   * @param changed the jobs that were replaced, one or more
   */
  void changed(Statements statements, List<JobId> changed) throws SQLException;

  /**
   * The same for one job, as what is selected from {@code changed}, in which it is if it was.
   *
   * @return nothing if the other is to be called
   */
  default Optional<Clause> changedAlong(JobId changed) {
    return Optional.empty();
  }
}
