/** Remembers jobs in a database: SQLite for one process, PostgreSQL for many nodes. */
@SuppressWarnings("requires-automatic")
module org.asyncjob.jdbc {
  requires transitive java.sql;
  requires transitive org.asyncjob.core;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.github.kagkarlsson.scheduler;
  requires flyway.core;
  requires org.slf4j;
  // One of them is there: the driver of the database that is used.
  requires static org.postgresql.jdbc;
  requires static org.xerial.sqlitejdbc;
  requires static org.jspecify;

  exports org.asyncjob.jdbc;
}
