package org.asyncjob.jdbc;

import com.github.kagkarlsson.scheduler.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's time, so that leases do not depend on whether the clocks of the nodes agree. It is
 * asked for now and then, and counted on from there: setting a node's clock changes nothing. Safe
 * for many threads.
 *
 * <p>It also knows whether heartbeats can be compared with it: not soon after the database was
 * started or its clock was set, when live nodes had no occasion yet to tell that they are.
 */
final class DatabaseClock implements Clock {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration JUMP = Duration.ofSeconds(2);

  private final Duration fresh;
  private volatile Reading reading;

  /**
   * Asks the database.
   *
   * @throws SQLException if it does not answer
   */
  DatabaseClock(DataSource database) throws SQLException {
    this(database, FRESH);
  }

  /** Creates one that asks again after a time of one's choice. */
  DatabaseClock(DataSource database, Duration fresh) throws SQLException {
    this.fresh = fresh;
    Answer answer = ask(database);
    reading = new Reading(answer.time(), System.nanoTime(), steadySince(answer));
  }

  @Override
  public Instant now() {
    Reading latest = reading;
    return latest.time().plusNanos(System.nanoTime() - latest.nanos());
  }

  /** Asks the database again if the last time is a while ago. */
  void refresh(DataSource database) throws SQLException {
    Reading before = reading;
    if (System.nanoTime() - before.nanos() < fresh.toNanos()) {
      return;
    }
    Instant earliest = now().minus(JUMP);
    Answer answer = ask(database);
    Instant latest = now().plus(JUMP);
    long steadySince = Math.max(before.steadySince(), steadySince(answer));
    if (answer.time().isBefore(earliest) || answer.time().isAfter(latest)) {
      LOG.warn("the clock of the database was set by {}", Duration.between(now(), answer.time()));
      steadySince = System.nanoTime();
    }
    reading = new Reading(answer.time(), System.nanoTime(), steadySince);
  }

  /** Whether every node that lives has had this much time to write a heartbeat. */
  boolean isSteadyFor(Duration time) {
    return System.nanoTime() - reading.steadySince() > time.toNanos();
  }

  private static long steadySince(Answer answer) {
    return System.nanoTime() - Duration.between(answer.started(), answer.time()).toNanos();
  }

  private static Answer ask(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement("select clock_timestamp(), pg_postmaster_start_time()");
        ResultSet answer = query.executeQuery()) {
      answer.next();
      return new Answer(
          answer.getObject(1, OffsetDateTime.class).toInstant(),
          answer.getObject(2, OffsetDateTime.class).toInstant());
    }
  }

  private record Answer(Instant time, Instant started) {}

  private record Reading(Instant time, long nanos, long steadySince) {}
}
