package org.asyncjob.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings writes through one transaction, or through one each where one of them is in the way. */
final class Commit {

  private static final Logger LOG = LoggerFactory.getLogger(Commit.class);
  private static final int MOST_TRIES = 5;

  private final Dialect dialect;
  private final WriterConnection connection;
  private final JobCompanion companion;
  private final ChangeCompanion announcer;

  Commit(
      Dialect dialect,
      WriterConnection connection,
      JobCompanion companion,
      ChangeCompanion announcer) {
    this.dialect = dialect;
    this.connection = connection;
    this.companion = companion;
    this.announcer = announcer;
  }

  /** Performs writes; each of their callers learns how it went. */
  void perform(List<Write<?>> writes) {
    writes.sort(Write.ORDER);
    write(writes, 1, false);
  }

  /**
   * Writes.
   *
   * @param isInDoubt whether they may have been written by an earlier try
   */
  private void write(List<Write<?>> writes, int tries, boolean isInDoubt) {
    boolean isUsed = connection.isOpen();
    boolean isCommitting = false;
    boolean isAlone = false;
    Transaction transaction;
    try {
      Statements statements = connection.open();
      transaction = new Transaction(dialect, statements, companion, announcer);
      isAlone = dialect.writesInQueries();
      if (!isAlone || !transaction.isDoneAtOnce(writes)) {
        isAlone = false;
        dialect.begin(statements);
        transaction.perform(writes);
        isCommitting = true;
        dialect.commit(statements);
      }
    } catch (SQLException | RuntimeException e) {
      failed(writes, new Failure(e, dialect, isUsed, isCommitting, isAlone), tries, isInDoubt);
      return;
    }
    transaction.committed();
    for (Write<?> write : writes) {
      if (isInDoubt && !write.isDone()) {
        write.fail(lost());
      } else {
        write.complete();
      }
    }
  }

  /** What is in the way may be what was written by the try of which nothing is known. */
  private JobStoreException lost() {
    return new JobStoreException(
        dialect.product() + " has lost the connection while it wrote a job",
        new IllegalStateException("whether it has written it is not known"));
  }

  private void failed(List<Write<?>> writes, Failure failure, int tries, boolean isInDoubt) {
    companion.undone();
    connection.undo(failure.isOfConnection());
    if (failure.mayBeTriedAgain() && tries < MOST_TRIES) {
      write(writes, tries + 1, isInDoubt || failure.isInDoubt());
    } else if (failure.isOfOneWrite() && writes.size() > 1) {
      LOG.debug("{} writes are done one by one", writes.size(), failure.cause());
      for (Write<?> write : writes) {
        write(List.of(write), 1, isInDoubt);
      }
    } else {
      fail(writes, failure.exception());
    }
  }

  static void fail(List<Write<?>> writes, RuntimeException failure) {
    for (Write<?> write : writes) {
      write.fail(failure);
    }
  }

  /**
   * What has gone wrong.
   *
   * @param isUsed whether the connection was used before: it may have been lost long ago
   * @param isCommitting whether the commit had begun: then it may have been done, too
   * @param isAlone whether it was one statement that commits by itself
   */
  private record Failure(
      Exception cause, Dialect dialect, boolean isUsed, boolean isCommitting, boolean isAlone) {

    /** Whether it may have been done although it has failed. */
    boolean isInDoubt() {
      return isAlone && fault() == Dialect.Fault.UNREACHABLE;
    }

    Dialect.Fault fault() {
      return cause instanceof SQLException database
          ? dialect.fault(database)
          : Dialect.Fault.OPERATION;
    }

    /** Whether the connection is not to be used any more. */
    boolean isOfConnection() {
      // SQLite has undone a transaction by itself for which there was no space.
      return fault() == Dialect.Fault.UNREACHABLE || fault() == Dialect.Fault.FULL;
    }

    boolean mayBeTriedAgain() {
      return switch (fault()) {
        case BUSY -> true;
        case UNREACHABLE -> isUsed && !isCommitting;
        case FULL, LOCKED, OPERATION -> false;
      };
    }

    boolean isOfOneWrite() {
      return (fault() == Dialect.Fault.OPERATION || fault() == Dialect.Fault.LOCKED)
          && !isCommitting;
    }

    JobStoreException exception() {
      String message = dialect.product() + " has not written jobs: " + cause.getMessage();
      return fault() == Dialect.Fault.FULL
          ? new JobStoreFullException(message, cause)
          : new JobStoreException(message, cause);
    }
  }
}
