package org.asyncjob.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobStore;

/** What this node has to do, between the store and the executor's threads. */
final class JobQueue {

  private final JobExecutor executor;
  private final Handlers handlers;
  private final Workload workload;
  private final Backlog backlog;

  JobQueue(
      JobExecutor executor,
      Handlers handlers,
      Workload workload,
      JobStore store,
      InstantSource clock) {
    this.executor = executor;
    this.handlers = handlers;
    this.workload = workload;
    backlog = new Backlog(store, this::handOnAgain, clock);
  }

  /**
   * Begins to hand on jobs.
   *
   * @param run runs one job; returns it if it is to have another attempt
   */
  void start(Function<JobId, Optional<Job>> run) {
    executor.start(
        id -> {
          run.apply(id).ifPresent(backlog::add);
          backlog.resume();
        });
  }

  /**
   * Takes a new job, after those that have waited longer.
   *
   * @param told how long it will take, where its handler says so
   * @throws QueueFullException if too many wait
   * @throws EngineClosedException after {@link #close}
   */
  void accept(Job job, Optional<Duration> told) {
    if (!backlog.isEmpty()) {
      backlog.resume();
    }
    handOn(job, told);
  }

  /** Takes jobs that are stored already; however many they are, they wait for room. */
  void acceptAll(Iterable<Job> jobs) {
    jobs.forEach(backlog::add);
    backlog.resume();
  }

  /** Forgets a job that has ended while it waited. */
  void withdraw(JobId id) {
    backlog.remove(id);
    executor.withdraw(id);
    workload.gone(id);
  }

  /** How long an unfinished job will still take: its pause, its place in the queue and its work. */
  Estimate estimate(Job job) {
    Duration pause = backlog.pause(job);
    String kind = job.request().kind();
    return Estimate.of(
        pause.isZero()
            ? workload.remaining(job.id(), kind, executor.parallelism())
            : pause.plus(workload.expected(kind, handlers.estimate(job.request()))));
  }

  /** When a request that was refused for a full queue may be accepted, in whole seconds. */
  Duration retryAfter() {
    return Estimate.of(workload.nextFree(executor.parallelism())).remaining();
  }

  /** Starts nothing any more, and waits for what runs as {@link JobExecutor#close} does. */
  void close(Duration grace) {
    backlog.close();
    executor.close(grace);
  }

  private void handOnAgain(Job job) {
    handOn(job, handlers.estimate(job.request()));
  }

  private void handOn(Job job, Optional<Duration> told) {
    workload.queued(job.id(), job.request(), told);
    try {
      executor.execute(job.id());
    } catch (QueueFullException | EngineClosedException e) {
      workload.gone(job.id());
      throw e;
    }
  }
}
