package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** With a database whose clock a test can set, as its own comes first in the search path. */
class DatabaseClockTest {

  private static final Duration A_MOMENT = Duration.ofMillis(20);

  private PGSimpleDataSource database;
  private String schema;

  @BeforeEach
  void open() throws SQLException {
    database = Postgres.newSchema();
    schema = database.getCurrentSchema();
    setClock("");
    database.setCurrentSchema(schema + ",pg_catalog");
  }

  @Test
  void itIsTheTimeOfTheDatabase() throws Exception {
    setClock("+ interval '5 hours'");

    DatabaseClock clock = new DatabaseClock(database);

    Instant here = Instant.now();
    assertThat(clock.now())
        .isBetween(here.plus(Duration.ofMinutes(299)), here.plus(Duration.ofMinutes(301)));
  }

  @Test
  void soonAfterTheDatabasesClockWasSetNobodyCanBeTakenForDead() throws Exception {
    DatabaseClock clock = new DatabaseClock(database, Duration.ZERO);
    assertThat(clock.isSteadyFor(A_MOMENT)).isTrue();

    setClock("+ interval '1 hour'");
    clock.refresh(database);

    assertThat(clock.isSteadyFor(Duration.ofMinutes(1))).isFalse();
    assertThat(clock.now()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
  }

  @Test
  void soonAfterTheDatabaseWasStartedNobodyCanBeTakenForDead() throws Exception {
    DatabaseClock clock = new DatabaseClock(database);

    assertThat(clock.isSteadyFor(Duration.ofDays(1))).isFalse();
  }

  @Test
  void aSlowAnswerIsNotTakenForAClockThatWasSet() throws Exception {
    DatabaseClock clock = new DatabaseClock(database, Duration.ZERO);

    try (LogLines log = LogLines.of("org.asyncjob.jdbc")) {
      setClock("+ (pg_sleep(3)::text || '0 s')::interval");
      clock.refresh(database);

      assertThat(log.all()).isEmpty();
    }
    assertThat(clock.isSteadyFor(A_MOMENT)).isTrue();
  }

  private void setClock(String by) throws SQLException {
    Postgres.execute(
        database,
        "create or replace function %s.clock_timestamp() returns timestamptz language sql as $$ select pg_catalog.clock_timestamp() %s $$"
            .formatted(schema, by));
  }
}
