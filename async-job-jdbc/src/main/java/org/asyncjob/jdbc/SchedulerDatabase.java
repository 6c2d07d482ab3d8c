package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.asyncjob.JobStoreException;

/** The database as the scheduler's own threads use it: they wait for it, and live by its clock. */
final class SchedulerDatabase {

  /** Has come for sure, also if the clock is a moment ahead of the database. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** A database has fewer dates than Java. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Outage outage =
      new Outage(
          "the database cannot be reached: jobs that run go on, others wait until it is back");
  private final PatientDataSource source;
  private final DatabaseClock clock;
  private final Duration lease;

  /**
   * Creates it.
   *
   * @param lease how old a heartbeat may be
   * @throws JobStoreException if the database does not answer
   */
  SchedulerDatabase(DataSource source, Duration lease) {
    this.source = new PatientDataSource(source, outage);
    this.lease = lease;
    try {
      clock = new DatabaseClock(source);
    } catch (SQLException e) {
      throw new JobStoreException("the database of the jobs cannot be reached", e);
    }
  }

  PatientDataSource source() {
    return source;
  }

  DatabaseClock clock() {
    return clock;
  }

  /** When a pause from now on is over; a time that has come if there is none. */
  Instant in(Duration pause) {
    if (pause.isNegative() || pause.isZero()) {
      return clock.now().minus(ROUNDING);
    }
    return clock.now().plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  /**
   * Whether an old heartbeat tells that its node is dead. Not while the database was away, or soon
   * after: then those of all nodes are old.
   */
  boolean knowsTheDead() {
    return outage.isOverSince(lease) && clock.isSteadyFor(lease);
  }

  /** Asks something, as soon as the database can be reached. */
  <T> T ask(Question<T> question) throws SQLException {
    try (Connection connection = source.getConnection()) {
      T answer = question.ask(connection);
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return answer;
    }
  }

  /** Has nobody wait for the database any more. */
  void close() {
    source.close();
  }

  /** What is asked on a connection. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }
}
