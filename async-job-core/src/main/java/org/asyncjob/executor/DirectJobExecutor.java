package org.asyncjob.executor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.spi.JobExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each job on the thread that calls {@link #execute}, before that returns: for tests that are
 * to be the same each time. One job runs at a time; further callers wait for their turn. Safe for
 * many threads.
 *
 * <p>No job ever waits once {@link #execute} has returned, so {@link #withdraw} never finds one.
 */
public final class DirectJobExecutor implements JobExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(DirectJobExecutor.class);

  private final ReentrantLock turn = new ReentrantLock(true);
  private final Object monitor = new Object();
  private volatile @Nullable Consumer<JobId> runner;
  private boolean closed;
  private @Nullable Thread worker;
  private boolean interrupted;

  /** Creates one that waits for its {@link #start}. */
  public DirectJobExecutor() {}

  @Override
  public void start(Consumer<JobId> runner) {
    synchronized (monitor) {
      if (this.runner != null) {
        throw new IllegalStateException("this executor was started already; make another");
      }
      this.runner = runner;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Returns when the job has ended.
   *
   * @throws IllegalStateException before {@link #start}
   */
  @Override
  public void execute(JobId id) {
    Consumer<JobId> work = runner;
    if (work == null) {
      throw new IllegalStateException("this executor was not started; call start(..) first");
    }
    checkOpen();
    turn.lock();
    try {
      run(work, id);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public boolean withdraw(JobId id) {
    return false;
  }

  @Override
  public int parallelism() {
    return 1;
  }

  /** {@inheritDoc} Callers wait instead of jobs, as many as there are. */
  @Override
  public int queueCapacity() {
    return Integer.MAX_VALUE;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits without limit for a job that ignores its interruption; a job that closes the executor
   * which it runs on is not waited for.
   */
  @Override
  public void close(Duration grace) {
    synchronized (monitor) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (!acquired(grace)) {
      interruptWorker();
      turn.lock();
    }
    turn.unlock();
  }

  private void run(Consumer<JobId> work, JobId id) {
    Thread outer = enter();
    try {
      work.accept(id);
    } catch (Throwable e) {
      LOG.error("the runner threw while it ran job {}, which it must not", id, e);
    } finally {
      leave(outer);
    }
  }

  private void checkOpen() {
    synchronized (monitor) {
      if (closed) {
        throw new EngineClosedException("The server is shutting down. Try again later.");
      }
    }
  }

  private @Nullable Thread enter() {
    synchronized (monitor) {
      checkOpen();
      Thread outer = worker;
      worker = Thread.currentThread();
      return outer;
    }
  }

  private void leave(@Nullable Thread outer) {
    synchronized (monitor) {
      worker = outer;
      if (outer == null && interrupted) {
        // The interruption was for the job, which is over, not for its submitter.
        Thread.interrupted();
      }
    }
  }

  private void interruptWorker() {
    synchronized (monitor) {
      if (worker != null) {
        interrupted = true;
        worker.interrupt();
      }
    }
  }

  private boolean acquired(Duration grace) {
    try {
      return turn.tryLock(grace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
