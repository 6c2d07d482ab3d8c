package org.asyncjob.executor;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on a fixed number of threads of this process, the first come first; as many as {@link
 * Builder#queueCapacity} wait while all of these are busy. Safe for many threads.
 *
 * <p>The threads are daemons: they do not keep a process alive whose other threads have ended. What
 * a runner throws is logged and stops no thread. A job that waits already and is given again keeps
 * its place and runs once.
 */
public final class ThreadPoolJobExecutor implements JobExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadPoolJobExecutor.class);

  private final int workers;
  private final int queueCapacity;
  private final Duration abandonAfter;
  private final ThreadPoolExecutor pool;

  /** One permit for each job that runs or waits: a job that is handed over is never refused. */
  private final Semaphore room;

  /** Who removes a job from here, a worker or {@link #withdraw}, decides what becomes of it. */
  private final ConcurrentMap<JobId, Turn> waiting = new ConcurrentHashMap<>();

  private final Set<JobId> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Consumer<JobId> runner;

  /** Creates one with all defaults of {@link Builder}. */
  public ThreadPoolJobExecutor() {
    this(builder());
  }

  private ThreadPoolJobExecutor(Builder builder) {
    workers = builder.workers;
    queueCapacity = builder.queueCapacity;
    abandonAfter = builder.abandonAfter;
    room = new Semaphore((int) Math.min((long) workers + queueCapacity, Integer.MAX_VALUE));
    pool =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads(builder.threadNamePrefix));
  }

  /** Starts a description of an executor. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it was started already
   */
  @Override
  public synchronized void start(Consumer<JobId> runner) {
    if (this.runner != null) {
      throw new IllegalStateException("this executor was started already; make another");
    }
    this.runner = runner;
    pool.prestartAllCoreThreads();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException before {@link #start}
   */
  @Override
  public void execute(JobId id) {
    Consumer<JobId> work = runner;
    if (work == null) {
      throw new IllegalStateException("this executor was not started; call start(..) first");
    }
    if (closed.get()) {
      throw closed();
    }
    if (!room.tryAcquire()) {
      throw new QueueFullException(queueCapacity);
    }
    Turn turn = new Turn(id, work);
    if (waiting.putIfAbsent(id, turn) != null) {
      room.release();
      return;
    }
    try {
      pool.execute(turn);
    } catch (RejectedExecutionException e) {
      if (taken(turn)) {
        room.release();
      }
      throw closed();
    }
  }

  @Override
  public boolean withdraw(JobId id) {
    Turn turn = waiting.get(id);
    if (turn == null || !taken(turn)) {
      return false;
    }
    pool.remove(turn);
    room.release();
    return true;
  }

  @Override
  public int parallelism() {
    return workers;
  }

  @Override
  public int queueCapacity() {
    return queueCapacity;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A job that is still at work a while after its interruption ({@link Builder#abandonAfter}) is
   * left alone with a warning in the log, so that it cannot keep the application from stopping. An
   * interruption of the calling thread ends the grace.
   */
  @Override
  public void close(Duration grace) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    pool.shutdown();
    boolean interrupted = false;
    try {
      if (pool.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(abandonAfter.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn(
            "jobs {} still run {} after they were interrupted and are left alone: their handler"
                + " ignores interruption",
            running,
            abandonAfter);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean taken(Turn turn) {
    return waiting.remove(turn.id, turn);
  }

  private static EngineClosedException closed() {
    return new EngineClosedException("The server is shutting down. Try again later.");
  }

  private static ThreadFactory threads(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The place of one job in the queue. */
  private final class Turn implements Runnable {

    private final JobId id;
    private final Consumer<JobId> work;

    private Turn(JobId id, Consumer<JobId> work) {
      this.id = id;
      this.work = work;
    }

    @Override
    public void run() {
      if (closed.get() || !taken(this)) {
        return;
      }
      running.add(id);
      try {
        work.accept(id);
      } catch (Throwable e) {
        LOG.error("the runner threw while it ran job {}, which it must not", id, e);
      } finally {
        running.remove(id);
        room.release();
      }
    }
  }

  /** Describes an executor. Not safe for many threads. */
  public static final class Builder {

    private int workers = Runtime.getRuntime().availableProcessors();
    private int queueCapacity = 100;
    private String threadNamePrefix = "job-worker-";
    private Duration abandonAfter = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * Sets how many jobs run at once; the number of processors if not set.
     *
     * @param workers 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public Builder workers(int workers) {
      if (workers < 1) {
        throw new IllegalArgumentException(workers + " workers cannot work; it takes 1 or more");
      }
      this.workers = workers;
      return this;
    }

    /**
     * Sets how many jobs may wait, those that run not counted; 100 if not set.
     *
     * @param queueCapacity 0 or more; with 0, a job is taken only if a worker is free
     * @throws IllegalArgumentException if it is negative
     */
    public Builder queueCapacity(int queueCapacity) {
      if (queueCapacity < 0) {
        throw new IllegalArgumentException(
            "queue capacity " + queueCapacity + " is negative; 0 means that no job waits");
      }
      this.queueCapacity = queueCapacity;
      return this;
    }

    /**
     * Sets what comes before the number in the names of threads; {@code job-worker-} if not set.
     */
    public Builder threadNamePrefix(String threadNamePrefix) {
      this.threadNamePrefix = threadNamePrefix;
      return this;
    }

    /**
     * Sets how long {@link #close} waits for jobs that it has interrupted; 10 seconds if not set.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder abandonAfter(Duration abandonAfter) {
      if (abandonAfter.isNegative()) {
        throw new IllegalArgumentException("abandon after " + abandonAfter + " is negative");
      }
      this.abandonAfter = abandonAfter;
      return this;
    }

    /** Returns an executor that waits for its {@link #start}. */
    public ThreadPoolJobExecutor build() {
      return new ThreadPoolJobExecutor(this);
    }
  }
}
