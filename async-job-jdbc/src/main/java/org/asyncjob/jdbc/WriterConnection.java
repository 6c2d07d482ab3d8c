package org.asyncjob.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of the one thread that writes: opened when it is needed, kept while it is. */
final class WriterConnection {

  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  /** A pool wants to see its connections now and then. */
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  private final Dialect dialect;
  private final Connections connections;
  private @Nullable Statements statements;
  private @Nullable WriterLimits limits;
  private long opened;

  WriterConnection(Dialect dialect, Connections connections) {
    this.dialect = dialect;
    this.connections = connections;
  }

  /** Whether there is one that was used before, and may have been lost since. */
  boolean isOpen() {
    return statements != null;
  }

  /** Returns the connection, which is opened if there is none. */
  Statements open() throws SQLException {
    Statements current = statements;
    if (current == null) {
      current = connections.openWriter();
      opened = System.nanoTime();
      statements = current;
      limits = dialect.limit(current.connection()).orElse(null);
    }
    return current;
  }

  /** Ends a transaction that failed, and with it the connection if that is of no use any more. */
  void undo(boolean isLost) {
    Statements failed = statements;
    if (failed == null) {
      return;
    }
    try {
      if (!isLost) {
        failed.clear();
        dialect.rollback(failed);
        return;
      }
    } catch (SQLException e) {
      LOG.debug("the connection to the job store is given up", e);
    }
    close(false);
  }

  /** Gives a connection that was lent back, after a while without writes or with very many. */
  void rest(boolean isIdle) {
    if (connections.isWriterLent() && (isIdle || System.nanoTime() - opened > LONGEST_NANOS)) {
      close();
    }
  }

  void close() {
    close(true);
  }

  private void close(boolean isSound) {
    Statements closing = statements;
    WriterLimits limited = limits;
    statements = null;
    limits = null;
    if (closing == null) {
      return;
    }
    try (closing) {
      // One that is of no use for this store may be given to somebody else by its pool.
      if (limited != null && (isSound || closing.connection().isValid(1))) {
        limited.restore(closing.connection());
      }
    } catch (SQLException e) {
      LOG.debug("a connection to the job store cannot be closed", e);
    }
  }
}
