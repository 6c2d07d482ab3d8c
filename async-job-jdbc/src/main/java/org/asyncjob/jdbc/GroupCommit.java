package org.asyncjob.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.asyncjob.JobStoreException;
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
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(30);

  private final ChangeCompanion announcer;
  private final BlockingQueue<Write<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile JobCompanion companion = JobCompanion.NONE;
  private boolean closed;

  GroupCommit(Dialect dialect, Connections connections, ChangeCompanion announcer) {
    this.announcer = announcer;
    WriterConnection connection = new WriterConnection(dialect, connections);
    thread = new Thread(() -> work(dialect, connection), "job-store-writer");
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

  private void work(Dialect dialect, WriterConnection connection) {
    List<Write<?>> writes = new ArrayList<>();
    while (take(writes)) {
      if (writes.isEmpty()) {
        connection.rest(true);
        continue;
      }
      try {
        new Commit(dialect, connection, companion, announcer).perform(writes);
      } catch (RuntimeException | Error e) {
        LOG.error("the job store could not write", e);
        Commit.fail(writes, new JobStoreException("the job store could not write", e));
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
    Commit.fail(left, closed());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
