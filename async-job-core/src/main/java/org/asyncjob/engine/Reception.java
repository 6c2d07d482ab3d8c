package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.EngineClosedException;
import org.asyncjob.IdempotencyKeyReusedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.asyncjob.QueueFullException;
import org.asyncjob.UploadUsedException;
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
      ownInput(request).ifPresent(housekeeping::delete);
      throw e;
    } catch (JobStoreException e) {
      throw e; // the job may be stored: it keeps its input
    } catch (RuntimeException e) {
      ownInput(request).ifPresent(housekeeping::delete);
      throw e;
    }
  }

  /** An upload of the client's is not this request's alone: it may come again, or have a job. */
  private static Optional<Blob> ownInput(JobRequest request) {
    return request.input().filter(input -> !UploadSource.isNamed(input));
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
    Optional<JobId> ofUpload = request.input().filter(UploadSource::isNamed).map(UploadSource::job);
    // Asked before the queue is told of it: the job may be one that an earlier process has left.
    Optional<Job> owner = ofUpload.flatMap(store::find);
    if (owner.isPresent()) {
      return uploadedAgain(request, owner.get());
    }
    JobId id = ofUpload.orElseGet(JobId::random);
    Job job = Job.builder(id, request, now).expires(now.plus(retention)).build();
    queue.accepting(id);
    Optional<Job> earlier = inserted(job);
    if (earlier.isPresent()) {
      return earlier.get().id().equals(id)
          ? uploadedAgain(request, earlier.get())
          : again(request, earlier.get());
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
    } catch (IllegalArgumentException e) {
      Optional<Job> owner =
          ownInput(job.request()).isEmpty() ? store.find(job.id()) : Optional.empty();
      if (owner.isEmpty()) {
        throw e;
      }
      return owner;
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
      ownInput(request).ifPresent(housekeeping::delete);
    }
    return earlier;
  }

  /** The answer to a request whose upload has a job already: two jobs cannot share a blob. */
  private static Job uploadedAgain(JobRequest request, Job earlier) {
    boolean isSameKey = request.idempotencyKey().equals(earlier.request().idempotencyKey());
    boolean isSame = Fingerprint.of(request).equals(Fingerprint.of(earlier.request()));
    if (isSameKey && isSame) {
      return earlier;
    }
    if (isSameKey && request.idempotencyKey().isPresent()) {
      throw new IdempotencyKeyReusedException();
    }
    throw new UploadUsedException();
  }
}
