package org.asyncjob.spi;

import java.time.Duration;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;

/**
 * Decides when and on which thread a job runs. Safe for many threads. {@code JobExecutorContract}
 * is the full specification.
 */
public interface JobExecutor {

  /**
   * Gives the executor its work. Called once, before anything else.
   *
   * @param runner runs one job to its end and throws nothing; many threads may call it at once
   */
  void start(Consumer<JobId> runner);

  /**
   * Has the runner called with {@code id} exactly once, in the order of these calls as far as more
   * than one thread works.
   *
   * @throws QueueFullException if there is no room for another; the runner will not be called
   * @throws EngineClosedException after {@link #close}; the runner will not be called
   */
  void execute(JobId id);

  /**
   * Takes a job back that waits.
   *
   * @return true if the runner was not called with it and will not be; false if it was or is not
   *     known
   */
  boolean withdraw(JobId id);

  /** How many jobs run at once at most, 1 or more. */
  int parallelism();

  /**
   * How many jobs {@link #execute} lets wait at most, those that run not counted, 0 or more; {@link
   * Integer#MAX_VALUE} where there is no limit.
   */
  int queueCapacity();

  /**
   * Starts nothing any more, waits for what runs, then interrupts what still does and waits for its
   * end. Jobs that wait are never run. Called again, it does nothing.
   *
   * @param grace how long to wait before interrupting, not negative
   */
  void close(Duration grace);
}
