package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;

/** What there is to do, between the store and the executor's threads. */
interface JobQueue {

  /**
   * Begins to hand on jobs.
   *
   * @param worker runs them
   */
  void start(Worker worker);

  /** A new job is about to be stored. */
  void accepting(JobId id);

  /**
   * Takes a new job, which is stored, after those that have waited longer.
   *
   * @param told how long it will take, where its handler says so
   * @throws QueueFullException if too many wait
   * @throws EngineClosedException after {@link #close}
   */
  void accept(Job job, Optional<Duration> told);

  /**
   * Takes a job of which it is not known whether it is stored and will be run; it is run if it is
   * there.
   */
  void lookAgain(JobId id);

  /** Forgets a job that has ended while it waited. */
  void withdraw(JobId id);

  /** How long an unfinished job will still take: its pause, its place in the queue and its work. */
  Estimate estimate(Job job);

  /** When a request that was refused for a full queue may be accepted, in whole seconds. */
  Duration retryAfter();

  /** Starts nothing any more, and waits for what runs as {@link JobExecutor#close} does. */
  void close(Duration grace);
}
