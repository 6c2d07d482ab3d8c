package org.asyncjob.executor;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.executor.BorrowedThreads.Run;
import org.asyncjob.spi.JobExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on threads of an {@link ExecutorService} that belongs to somebody else, such as the
 * {@code ManagedExecutorService} of a Jakarta EE server: the first come first, on as many threads
 * at once as {@link Builder#parallelism} allows, while as many as {@link Builder#queueCapacity}
 * wait. Safe for many threads.
 *
 * <p>Nothing but {@link ExecutorService#execute} is called: the service is not shut down by {@link
 * #close}, and not asked about its life, which managed ones forbid. A thread that has begun with
 * jobs goes on until none waits. If the service refuses a task, jobs wait for threads that are at
 * work already; if there is none, the job is refused as if the queue was full.
 *
 * <p>{@link #close} interrupts the service's threads only while they run a job. What a runner
 * throws is logged. A job that waits already and is given again keeps its place and runs once.
 */
public final class ExecutorServiceJobExecutor implements JobExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorServiceJobExecutor.class);

  private final ExecutorService service;
  private final int parallelism;
  private final int queueCapacity;
  private final Duration abandonAfter;

  private final Object monitor = new Object();
  private final Set<JobId> waiting = new LinkedHashSet<>();
  private final BorrowedThreads threads = new BorrowedThreads();

  /** Tasks that the service has or is being given, and that have not ended. */
  private int tasks;

  /** Those of them that it is being given, and may yet refuse. */
  private int offered;

  private @Nullable Consumer<JobId> runner;
  private boolean closed;

  private ExecutorServiceJobExecutor(ExecutorService service, Builder builder) {
    this.service = service;
    parallelism = builder.parallelism;
    queueCapacity = builder.queueCapacity;
    abandonAfter = builder.abandonAfter;
  }

  /**
   * Starts a description of an executor.
   *
   * @param service what has the threads; it stays open
   */
  public static Builder builder(ExecutorService service) {
    return new Builder(service);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it was started already
   */
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
   * @throws IllegalStateException before {@link #start}
   */
  @Override
  public void execute(JobId id) {
    Consumer<JobId> work;
    synchronized (monitor) {
      work = runner;
      if (work == null) {
        throw new IllegalStateException("this executor was not started; call start(..) first");
      }
      if (closed) {
        throw new EngineClosedException("The server is shutting down. Try again later.");
      }
      if (waiting.contains(id)) {
        return;
      }
      if ((long) waiting.size() + threads.count() >= (long) parallelism + queueCapacity) {
        throw new QueueFullException(queueCapacity);
      }
      waiting.add(id);
      if (tasks == parallelism) {
        return;
      }
      tasks++;
      offered++;
    }
    offer(id, work);
  }

  private void offer(JobId id, Consumer<JobId> work) {
    boolean isTaken = true;
    try {
      service.execute(() -> runAll(work));
    } catch (RuntimeException e) {
      LOG.debug("{} takes no other task", service, e);
      isTaken = false;
    }
    synchronized (monitor) {
      offered--;
      tasks -= isTaken ? 0 : 1;
      // A task that the service has takes the job; without any it might wait for ever.
      if (!isTaken && tasks <= offered && waiting.remove(id)) {
        throw new QueueFullException(queueCapacity);
      }
    }
  }

  @Override
  public boolean withdraw(JobId id) {
    synchronized (monitor) {
      return waiting.remove(id);
    }
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public int queueCapacity() {
    return queueCapacity;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A job that is still at work a while after its interruption ({@link Builder#abandonAfter}) is
   * left alone with a warning in the log. An interruption of the calling thread ends the grace. The
   * service stays open.
   */
  @Override
  public void close(Duration grace) {
    synchronized (monitor) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
    }
    boolean interrupted = false;
    try {
      if (threads.isIdleWithin(grace)) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    threads.interruptAll();
    try {
      if (!threads.isIdleWithin(abandonAfter)) {
        LOG.warn(
            "jobs {} still run {} after they were interrupted and are left alone: their handler"
                + " ignores interruption",
            threads.jobs(),
            abandonAfter);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a thread of the service does: one job after the other, until none waits. */
  private void runAll(Consumer<JobId> runner) {
    for (Optional<Run> next = begun(); next.isPresent(); next = begun()) {
      Run run = next.get();
      try {
        runner.accept(run.id());
      } catch (Throwable e) {
        LOG.error("the runner threw while it ran job {}, which it must not", run.id(), e);
      } finally {
        threads.end(run);
      }
    }
  }

  /** The job that the calling thread has begun with, if one waits. */
  private Optional<Run> begun() {
    synchronized (monitor) {
      Iterator<JobId> first = waiting.iterator();
      if (closed || !first.hasNext()) {
        tasks--;
        return Optional.empty();
      }
      JobId id = first.next();
      first.remove();
      return Optional.of(threads.begin(id));
    }
  }

  /** Describes an executor. Not safe for many threads. */
  public static final class Builder {

    private final ExecutorService service;
    private int parallelism = Runtime.getRuntime().availableProcessors();
    private int queueCapacity = 100;
    private Duration abandonAfter = Duration.ofSeconds(10);

    private Builder(ExecutorService service) {
      this.service = service;
    }

    /**
     * Sets how many jobs run at once at most, and so how many threads of the service are taken; the
     * number of processors if not set. It should not be more than the service has.
     *
     * @param parallelism 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public Builder parallelism(int parallelism) {
      if (parallelism < 1) {
        throw new IllegalArgumentException(
            "parallelism " + parallelism + " is below 1: no job would ever run");
      }
      this.parallelism = parallelism;
      return this;
    }

    /**
     * Sets how many jobs may wait, those that run not counted; 100 if not set.
     *
     * @param queueCapacity 0 or more; with 0, a job is taken only if it may run at once
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
    public ExecutorServiceJobExecutor build() {
      return new ExecutorServiceJobExecutor(service, this);
    }
  }
}
