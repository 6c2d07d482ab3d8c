package org.asyncjob.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
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
  private final JobStore store;
  private final KindLimits limits;
  private final Backlog backlog;
  private volatile boolean closing;

  JobQueue(
      JobExecutor executor,
      Handlers handlers,
      Workload workload,
      JobStore store,
      InstantSource clock) {
    this.executor = executor;
    this.handlers = handlers;
    this.workload = workload;
    this.store = store;
    limits = new KindLimits(handlers.limits(), executor);
    backlog = new Backlog(store, this::handOnAgain, clock);
  }

  /**
   * Begins to hand on jobs.
   *
   * @param worker runs them
   */
  void start(Worker worker) {
    executor.start(limits.areNone() ? id -> run(id, worker) : id -> runWithinLimits(id, worker));
  }

  private boolean run(JobId id, Worker worker) {
    boolean hasRun = worker.run(id, backlog::add);
    backlog.resume();
    return hasRun;
  }

  private void runWithinLimits(JobId id, Worker worker) {
    String kind =
        limits
            .kind(id)
            .or(() -> store.find(id).map(job -> job.request().kind()))
            .orElse("of a job that is gone");
    Optional<JobId> next = limits.called(id, kind);
    while (next.isPresent()) {
      boolean hasRun = run(next.get(), worker);
      next = limits.ended(kind, hasRun).filter(any -> !closing);
    }
    backlog.resume();
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
    limits.checkRoom(job.request().kind());
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
    if (limits.areNone()) {
      executor.withdraw(id);
    } else {
      limits.withdraw(id);
    }
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
    closing = true;
    backlog.close();
    executor.close(grace);
  }

  private void handOnAgain(Job job) {
    handOn(job, handlers.estimate(job.request()));
  }

  private void handOn(Job job, Optional<Duration> told) {
    workload.queued(job.id(), job.request(), told);
    try {
      if (limits.areNone()) {
        executor.execute(job.id());
      } else {
        limits.offer(job);
        executor.execute(job.id());
        limits.accepted(job.id());
      }
    } catch (QueueFullException | EngineClosedException e) {
      limits.refused(job.id());
      workload.gone(job.id());
      throw e;
    }
  }
}
