package org.asyncjob.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all writes that wait, performs them in one transaction and
 * lets their callers go: those that come meanwhile are the next transaction. So the more come at
 * once, the more share a commit, and one alone waits for nobody.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MOST_AT_ONCE = 1_000;
  private static final int MOST_TRIES = 5;
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(30);

  private final Dialect dialect;
  private final WriterConnection connection;
  private final ChangeCompanion announcer;
  private final BlockingQueue<Write<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile JobCompanion companion = JobCompanion.NONE;
  private boolean closed;

  GroupCommit(Dialect dialect, Connections connections, ChangeCompanion announcer) {
    this.dialect = dialect;
    this.announcer = announcer;
    connection = new WriterConnection(dialect, connections);
    thread = new Thread(this::work, "job-store-writer");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void companion(JobCompanion writer) {
    if (companion != JobCompanion.NONE) {
      throw new IllegalStateException(
          "this job store has an executor already; another one needs a store of its own");
    }
    companion = writer;
  }

  /**
   * Has a write performed and waits for it.
   *
   * @throws JobStoreException if it has failed
   */
  <T> T perform(Write<T> write) {
    synchronized (waiting) {
      if (closed) {
        throw closed();
      }
      waiting.add(write);
    }
    return write.await();
  }

  static JobStoreException closed() {
    return new JobStoreException(
        "the job store is closed", new IllegalStateException("used after close()"));
  }

  private void work() {
    List<Write<?>> writes = new ArrayList<>();
    while (take(writes)) {
      if (writes.isEmpty()) {
        connection.rest(true);
        continue;
      }
      try {
        commit(writes);
      } catch (RuntimeException | Error e) {
        LOG.error("the job store could not write", e);
        fail(writes, new JobStoreException("the job store could not write", e));
      }
      writes.clear();
      connection.rest(false);
    }
    connection.close();
  }

  /** Returns false if it is closed and nothing waits any more. */
  private boolean take(List<Write<?>> writes) {
    try {
      Write<?> first = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        writes.add(first);
        waiting.drainTo(writes, MOST_AT_ONCE - 1);
        return true;
      }
    } catch (InterruptedException e) {
      LOG.debug("woken up to close");
    }
    synchronized (waiting) {
      return !closed || !waiting.isEmpty();
    }
  }

  private void commit(List<Write<?>> writes) {
    writes.sort(Write.ORDER);
    write(writes, 1);
  }

  private void write(List<Write<?>> writes, int tries) {
    boolean isUsed = connection.isOpen();
    boolean isCommitting = false;
    Transaction transaction;
    try {
      Statements statements = connection.begin();
      transaction = new Transaction(statements, companion, announcer);
      transaction.perform(writes);
      isCommitting = true;
      dialect.commit(statements);
    } catch (SQLException | RuntimeException e) {
      failed(writes, new Failure(e, dialect, isUsed, isCommitting), tries);
      return;
    }
    transaction.committed();
    writes.forEach(Write::complete);
  }

  private void failed(List<Write<?>> writes, Failure failure, int tries) {
    connection.undo(failure.isOfConnection());
    if (failure.mayBeTriedAgain() && tries < MOST_TRIES) {
      write(writes, tries + 1);
    } else if (failure.isOfOneWrite() && writes.size() > 1) {
      LOG.debug("{} writes are done one by one", writes.size(), failure.cause());
      for (Write<?> write : writes) {
        write(List.of(write), 1);
      }
    } else {
      fail(writes, failure.exception());
    }
  }

  private static void fail(List<Write<?>> writes, RuntimeException failure) {
    for (Write<?> write : writes) {
      write.fail(failure);
    }
  }

  /**
   * What has gone wrong.
   *
   * @param isUsed whether the connection was used before: it may have been lost long ago
   * @param isCommitting whether the commit had begun: then it may have been done, too
   */
  private record Failure(Exception cause, Dialect dialect, boolean isUsed, boolean isCommitting) {

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
        case FULL, OPERATION -> false;
      };
    }

    boolean isOfOneWrite() {
      return fault() == Dialect.Fault.OPERATION && !isCommitting;
    }

    JobStoreException exception() {
      String message = dialect.product() + " has not written jobs: " + cause.getMessage();
      return fault() == Dialect.Fault.FULL
          ? new JobStoreFullException(message, cause)
          : new JobStoreException(message, cause);
    }
  }

  /** Does what waits, then ends. Writes that come later are refused. */
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
    }
    thread.interrupt();
    boolean interrupted = false;
    try {
      thread.join(LONGEST_CLOSING.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      LOG.warn("the job store is still writing {} after it was closed", LONGEST_CLOSING);
    }
    List<Write<?>> left = new ArrayList<>();
    waiting.drainTo(left);
    fail(left, closed());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
