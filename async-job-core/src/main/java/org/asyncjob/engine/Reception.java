package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.asyncjob.EngineClosedException;
import org.asyncjob.IdempotencyKeyReusedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobStore;

/** Makes jobs of requests: stored, and certain to be run, or not there at all. */
final class Reception {

  private final JobStore store;
  private final Handlers handlers;
  private final JobQueue queue;
  private final Announcements announcements;
  private final Housekeeping housekeeping;
  private volatile boolean closed;

  Reception(
      JobStore store,
      Handlers handlers,
      JobQueue queue,
      Announcements announcements,
      Housekeeping housekeeping) {
    this.store = store;
    this.handlers = handlers;
    this.queue = queue;
    this.announcements = announcements;
    this.housekeeping = housekeeping;
  }

  /**
   * As {@link JobEngine#submit}.
   *
   * @return the job as it was stored, or the earlier one with the same idempotency key
   */
  Job submitted(JobRequest request, Instant now, Duration retention) {
    try {
      return accept(request, now, retention);
    } catch (JobStoreFullException e) {
      request.input().ifPresent(housekeeping::delete);
      throw e;
    } catch (JobStoreException e) {
      throw e; // the job may be stored: it keeps its input
    } catch (RuntimeException e) {
      request.input().ifPresent(housekeeping::delete);
      throw e;
    }
  }

  /** Accepts nothing any more. */
  void close() {
    closed = true;
  }

  private Job accept(JobRequest request, Instant now, Duration retention) {
    if (closed) {
      throw new EngineClosedException("The service is shutting down. Try again later.");
    }
    Optional<Duration> told = handlers.of(request).validate(request);
    Job job = Job.builder(JobId.random(), request, now).expires(now.plus(retention)).build();
    queue.accepting(job.id());
    Optional<Job> earlier = inserted(job);
    if (earlier.isPresent()) {
      return again(request, earlier.get());
    }
    announcements.offered(job);
    try {
      queue.accept(job, told);
      announcements.accepted(job);
    } catch (QueueFullException e) {
      takeBack(job);
      throw new QueueFullException(e.capacity(), queue.retryAfter());
    } catch (RuntimeException e) {
      takeBack(job);
      throw e;
    }
    return job;
  }

  private Optional<Job> inserted(Job job) {
    try {
      return store.insert(job);
    } catch (JobStoreFullException e) {
      throw e; // it is not there
    } catch (JobStoreException e) {
      queue.lookAgain(job.id());
      throw e;
    }
  }

  /** A job that nobody would run must not stay; if it does, somebody has to run it. */
  private void takeBack(Job job) {
    announcements.refused(job);
    try {
      store.remove(job);
    } catch (JobStoreException e) {
      queue.lookAgain(job.id());
      throw e;
    }
  }

  /** The answer to a request whose idempotency key has a job already. */
  private Job again(JobRequest request, Job earlier) {
    if (!Fingerprint.of(request).equals(Fingerprint.of(earlier.request()))) {
      throw new IdempotencyKeyReusedException();
    }
    // Submitted again as it was, after a store that did not answer, it still is the job's input.
    if (!request.input().equals(earlier.request().input())) {
      request.input().ifPresent(housekeeping::delete);
    }
    return earlier;
  }
}
