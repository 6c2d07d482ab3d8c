package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.asyncjob.JobId;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that hears what other nodes have changed, on a connection of its own, which it opens
 * again when it is lost.
 */
final class ChangeListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);

  /** How long it takes to notice that the store is closed: a read is not interrupted. */
  private static final Duration LONGEST_READ = Duration.ofMillis(500);

  /** How long silence is believed before the connection is tried. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(5);

  private final DataSource source;
  private final Notices notices;
  private final Consumer<JobId> changed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection connection;
  private boolean isDown;

  ChangeListener(DataSource source, Notices notices, Consumer<JobId> changed) {
    this.source = source;
    this.notices = notices;
    this.changed = changed;
    thread = new Thread(this::work, "job-store-listener");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      do {
        listen();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LinkageError e) {
      giveUp(e);
    }
  }

  private static void giveUp(Throwable reason) {
    LOG.warn(
        "what other nodes change is noticed late, when it is looked for: the data source has to"
            + " hand out connections of the PostgreSQL driver that this application sees",
        reason);
  }

  /** Listens until the connection is lost or this is closed. */
  private void listen() {
    try (Connection own = source.getConnection()) {
      connection = own;
      own.setAutoCommit(true);
      if (!own.isWrapperFor(PGConnection.class)) {
        giveUp(new SQLException("a connection is a " + own.getClass().getName()));
        closed.countDown();
        return;
      }
      execute(own, Notices.LISTEN);
      if (isDown) {
        isDown = false;
        LOG.info("the job store is heard again");
      }
      hear(own);
    } catch (SQLException | RuntimeException e) {
      if (closed.getCount() > 0 && !isDown) {
        isDown = true;
        LOG.warn("the job store is not heard any more; it is tried again", e);
      }
    } finally {
      connection = null;
    }
  }

  private void hear(Connection own) throws SQLException {
    PGConnection postgres = own.unwrap(PGConnection.class);
    long silent = System.nanoTime();
    while (closed.getCount() > 0) {
      PGNotification[] heard = postgres.getNotifications((int) LONGEST_READ.toMillis());
      if (heard != null && heard.length > 0) {
        silent = System.nanoTime();
        for (PGNotification notice : heard) {
          notices.read(notice.getParameter()).forEach(changed);
        }
      } else if (System.nanoTime() - silent > SILENCE.toNanos()) {
        if (!own.isValid((int) SILENCE.toSeconds())) {
          throw new SQLException("the connection is lost");
        }
        silent = System.nanoTime();
      }
    }
    // Whoever is given this connection next does not want to hear of jobs.
    execute(own, Notices.UNLISTEN);
  }

  private static void execute(Connection own, String sql) throws SQLException {
    try (Statement statement = own.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(LONGEST_CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Connection listening = connection;
    if (listening != null) {
      try {
        // It waits for a server that has vanished.
        listening.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("the connection that listens cannot be ended at once", e);
      }
    }
  }
}
