package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
        public Optional<Clause> insertedAlong(List<Job> jobs) {
          return Optional.of(Clause.NONE);
        }

        @Override
        public Optional<Clause> endedAlong(JobId id) {
          return Optional.of(Clause.NONE);
        }

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

  /**
   * What {@link #inserted} would do, as {@code with} queries of the statement that stores the jobs,
   * which has their ids in {@code stored (id, number)}, numbered from 1 in the order of the list.
   * Either this is called or the other, not both.
   *
   * @return nothing if the other is to be called
   */
  default Optional<Clause> insertedAlong(List<Job> jobs) throws SQLException {
    return Optional.empty();
  }

  /**
   * What {@link #ended} would do for one job, as {@code with} queries of the statement that changes
   * it, which has its id in {@code changed (id)} if it has changed it.
   *
   * @return nothing if the other is to be called
   */
  default Optional<Clause> endedAlong(JobId id) throws SQLException {
    return Optional.empty();
  }

  /** What was written is undone, or perhaps it is: the database does not say. Throws nothing. */
  default void undone() {}

  /** A transaction is durable; who waits for it is told next. Throws nothing. */
  void committed(List<Job> inserted, List<JobId> ended);
}
