package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.SharedJobExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the jobs of a {@link JdbcJobStore} in PostgreSQL to whichever of many nodes is free, by <a
 * href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>. Each node has one, for its
 * own store on the same database. Safe for many threads.
 *
 * <p>A job and the row by which it is handed out are stored, and deleted, in the same transaction:
 * there is no accepted job that nobody runs. A node holds a lease on each job that it runs, and
 * renews it with a heartbeat; when a node dies, its jobs are called for on others within {@link
 * DbSchedulerJobExecutorBuilder#heartbeatInterval} times {@link
 * DbSchedulerJobExecutorBuilder#missedHeartbeats} and two intervals more. All of that goes by the
 * database's clock. While the database is away, what runs goes on, and no node is taken for dead.
 *
 * <p>What a runner throws is logged, and the job is called for again. A job that waits already and
 * is given again keeps its place and runs once.
 */
public final class DbSchedulerJobExecutor implements SharedJobExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(DbSchedulerJobExecutor.class);

  private final NodeSettings settings;
  private final DataSource database;
  private final TaskTable table;
  private final TaskRows rows;
  private final QueueRoom room;
  private final LeasedRuns runs = new LeasedRuns();
  private final HandOver handOver;
  private final String node = Picking.nodeName();
  private volatile @Nullable Picking picking;

  DbSchedulerJobExecutor(SharedJdbcJobStore store, TaskTable table, NodeSettings settings) {
    this.settings = settings;
    this.table = table;
    database = store.source();
    room = new QueueRoom(settings.queueCapacity(), limit -> ask(c -> table.countDue(c, limit)));
    handOver = new HandOver(settings.workers(), runs, room, settings.rhythm().heartbeat());
    rows = new TaskRows(table, runs, handOver, node);
    store.accompany(rows);
  }

  /**
   * Starts a description of an executor.
   *
   * @param store what remembers the jobs; from {@link DbSchedulerJobExecutorBuilder#build} on it
   *     writes for each new job that it is to be run
   * @throws IllegalArgumentException if it is not in PostgreSQL
   */
  public static DbSchedulerJobExecutorBuilder builder(JdbcJobStore store) {
    if (store instanceof SharedJdbcJobStore shared) {
      return new DbSchedulerJobExecutorBuilder(shared);
    }
    throw new IllegalArgumentException(
        "jobs in SQLite belong to one process; many nodes need a store in PostgreSQL, and one"
            + " node is served by ThreadPoolJobExecutor");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it was started already
   * @throws JobStoreException if the database does not answer
   */
  @Override
  public synchronized void start(Consumer<JobId> runner) {
    if (picking != null) {
      throw new IllegalStateException("this executor was started already; make another");
    }
    int adopted = ask(table::adopt);
    if (adopted > 0) {
      LOG.info("{} unfinished jobs were nobody's and are handed out", adopted);
    }
    SchedulerDatabase own = new SchedulerDatabase(database, settings.rhythm().lease());
    JobTask task = new JobTask(table, own, runs, handOver, runner);
    Picking started = new Picking(node, settings, own, handOver, task);
    started.start();
    picking = started;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException before {@link #start}
   * @throws JobStoreException if the database does not answer
   */
  @Override
  public void execute(JobId id) {
    Picking here = open();
    TaskRows.Row row = rows.take(id);
    if (row == TaskRows.Row.GONE) {
      return;
    }
    if (row == TaskRows.Row.OURS) {
      here.handOut();
      return;
    }
    boolean isStored = row == TaskRows.Row.WAITS;
    Optional<LeasedRun> run = isStored ? Optional.empty() : runs.find(id);
    if (run.isPresent()) {
      if (run.get().askAgain(Instant.now())) {
        return;
      }
      run.get().awaitEnd();
    }
    if (!room.add(isStored, Math.max(0, settings.workers() - runs.count()))
        && (!isStored || withdraw(id))) {
      throw new QueueFullException(settings.queueCapacity());
    }
    if (!isStored) {
      ask(connection -> table.insert(connection, List.of(id)));
    }
    here.wake();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException before {@link #start}
   * @throws JobStoreException if the database does not answer
   */
  @Override
  public void executeAt(JobId id, Instant time) {
    Optional<LeasedRun> run = runs.find(id);
    if (run.isPresent()) {
      if (run.get().askAgain(time)) {
        return;
      }
      run.get().awaitEnd();
    }
    Picking here = open();
    Duration pause = Duration.between(Instant.now(), time);
    ask(connection -> table.put(connection, id, pause));
    here.wake();
  }

  /**
   * {@inheritDoc}
   *
   * @throws JobStoreException if the database does not answer
   */
  @Override
  public boolean withdraw(JobId id) {
    return ask(connection -> table.takeBack(connection, id));
  }

  @Override
  public int parallelism() {
    return settings.workers();
  }

  /** {@inheritDoc} Those that wait for any of the nodes are counted, to within about a second. */
  @Override
  public int queueCapacity() {
    return settings.queueCapacity();
  }

  /** {@inheritDoc} Counted as far as {@link #queueCapacity}, and not without one. */
  @Override
  public OptionalInt waiting() {
    return room.waiting();
  }

  /**
   * {@inheritDoc}
   *
   * <p>They are run by other nodes. So is what was interrupted, at once, and a job that is still at
   * work a while after its interruption ({@link DbSchedulerJobExecutorBuilder#abandonAfter}), which
   * is left alone with a warning in the log. An interruption of the calling thread ends the grace.
   */
  @Override
  public void close(Duration grace) {
    if (!runs.close()) {
      return;
    }
    Picking here = picking;
    if (here == null) {
      return;
    }
    here.pause();
    boolean wasInterrupted = awaitRuns(grace, here);
    here.stop();
    giveBack(here.node());
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the calling thread was interrupted. */
  private boolean awaitRuns(Duration grace, Picking here) {
    boolean wasInterrupted = false;
    try {
      if (runs.isIdleWithin(grace)) {
        return false;
      }
    } catch (InterruptedException e) {
      wasInterrupted = true;
    }
    here.impatient();
    runs.all().forEach(LeasedRun::interrupt);
    try {
      if (!runs.isIdleWithin(settings.abandonAfter())) {
        LOG.warn(
            "jobs {} still run {} after they were interrupted and are left alone: their handler"
                + " ignores interruption, and other nodes begin with them",
            runs.all(),
            settings.abandonAfter());
      }
    } catch (InterruptedException e) {
      wasInterrupted = true;
    }
    return wasInterrupted;
  }

  private void giveBack(String node) {
    try {
      ask(connection -> table.giveBack(connection, node));
    } catch (JobStoreException e) {
      LOG.warn("other nodes take over the jobs of this one when its leases have ended", e);
    }
  }

  private Picking open() {
    Picking here = picking;
    if (here == null) {
      throw new IllegalStateException("this executor was not started; call start(..) first");
    }
    if (runs.isClosed()) {
      throw new EngineClosedException("The server is shutting down. Try again later.");
    }
    return here;
  }

  private <T> T ask(SchedulerDatabase.Question<T> question) {
    try (Connection connection = database.getConnection()) {
      T answer = question.ask(connection);
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return answer;
    } catch (SQLException e) {
      throw new JobStoreException("the database of the jobs does not answer: " + e.getMessage(), e);
    }
  }
}
