package org.asyncjob.jdbc;

import java.sql.SQLException;

/** Where connections come from. Safe for many threads. */
interface Connections extends AutoCloseable {

  /** Does something with a connection for reading; many threads may at once. */
  <T> T read(Reading<T> reading) throws SQLException;

  /** Opens a connection for the one thread that writes; it closes it. */
  Statements openWriter() throws SQLException;

  /**
   * Whether the connection for writing is given back when there is nothing to write for a while.
   */
  boolean isWriterLent();

  @Override
  void close();

  /** What is done with a connection. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Statements statements) throws SQLException;
  }
}
