package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.SharedJobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of this node in a queue of many nodes. The executor remembers what there is to do, also
 * when this process is gone: whatever is not brought to an end here goes back to it, and nothing is
 * handed on at a start.
 */
final class SharedJobQueue implements JobQueue, Again {

  private static final Logger LOG = LoggerFactory.getLogger(SharedJobQueue.class);
  private static final Duration AGAIN_WITHIN_LIMITS = Duration.ofSeconds(1);

  private final SharedJobExecutor executor;
  private final Handlers handlers;
  private final Workload workload;
  private final Elsewhere elsewhere;
  private final JobStore store;
  private final InstantSource clock;
  private final SharedLimits limits;
  private final Backlog backlog;
  private final FreshJobs fresh = new FreshJobs();

  SharedJobQueue(
      SharedJobExecutor executor,
      Handlers handlers,
      Workload workload,
      JobStore store,
      InstantSource clock) {
    this.executor = executor;
    this.handlers = handlers;
    this.workload = workload;
    this.store = store;
    this.clock = clock;
    elsewhere = new Elsewhere(workload, handlers, clock, executor);
    limits = new SharedLimits(handlers.limits());
    backlog =
        new Backlog(
            store,
            job -> !job.state().isFinished(),
            job -> executor.execute(job.id()),
            workload::gone);
  }

  @Override
  public void start(Worker worker) {
    executor.start(limits.areNone() ? id -> run(id, worker) : id -> runWithinLimits(id, worker));
  }

  private void run(JobId id, Worker worker) {
    run(id, fresh.take(id), worker);
  }

  private void run(JobId id, Optional<Job> stored, Worker worker) {
    if (stored.isPresent()) {
      worker.runStored(stored.get(), this);
    } else {
      worker.run(id, this);
    }
  }

  private void runWithinLimits(JobId id, Worker worker) {
    Optional<Job> stored = fresh.take(id);
    Optional<String> kind;
    try {
      kind = stored.or(() -> store.find(id)).map(job -> job.request().kind());
    } catch (JobStoreException e) {
      LOG.debug("the kind of job {} is not known; it is put off", id, e);
      unknown(id);
      return;
    }
    if (kind.isEmpty()) {
      return;
    }
    if (!limits.enters(kind.get())) {
      putOff(id, clock.instant().plus(AGAIN_WITHIN_LIMITS));
      return;
    }
    try {
      run(id, stored, worker);
    } finally {
      limits.leave(kind.get());
    }
  }

  @Override
  public void accepting(JobId id) {
    // Nothing is handed on at a start that this job could be taken for.
  }

  @Override
  public void accept(Job job, Optional<Duration> told) {
    fresh.add(job);
    executor.execute(job.id());
  }

  @Override
  public void lookAgain(JobId id) {
    backlog.addIn(Backlog.AGAIN_AFTER_FAILURE, id);
  }

  @Override
  public void queued(Job job) {
    putOff(job.id(), clock.instant().plus(handlers.retries().pause(job)));
  }

  @Override
  public void unknown(JobId id) {
    putOff(id, clock.instant().plus(Backlog.AGAIN_AFTER_FAILURE));
  }

  /** Also while this node closes: another one goes on with it. */
  private void putOff(JobId id, Instant time) {
    try {
      executor.executeAt(id, time);
    } catch (RuntimeException e) {
      LOG.error("job {} cannot be given back; it is called for when its lease is over", id, e);
    }
  }

  @Override
  public void withdraw(JobId id) {
    backlog.remove(id);
    fresh.remove(id);
    executor.withdraw(id);
    workload.gone(id);
  }

  @Override
  public Estimate estimate(Job job) {
    Duration pause = handlers.retries().pause(job);
    if (!pause.isZero()) {
      return Estimate.of(pause.plus(elsewhere.work(job)));
    }
    return Estimate.of(
        workload.run(job.id()).isPresent()
            ? workload.remaining(job.id(), job.request().kind(), executor.parallelism())
            : elsewhere.remaining(job));
  }

  @Override
  public Duration retryAfter() {
    return Estimate.of(workload.nextFree(executor.parallelism())).remaining();
  }

  @Override
  public void close(Duration grace) {
    backlog.close();
    executor.close(grace);
  }
}
