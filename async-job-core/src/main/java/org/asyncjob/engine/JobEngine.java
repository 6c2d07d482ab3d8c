package org.asyncjob.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.asyncjob.Blob;
import org.asyncjob.EngineClosedException;
import org.asyncjob.IdempotencyKeyReusedException;
import org.asyncjob.InputTooLargeException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.QueueFullException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.UploadMissingException;
import org.asyncjob.UploadUsedException;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.SharedJobExecutor;

/**
 * Takes requests, has their handlers run, and says how every job stands. Safe for many threads.
 *
 * <p>{@link #start} it before the first request and {@link #close} it at the end: jobs that run
 * then get the grace period to finish, the others wait in the store for the next start.
 */
public final class JobEngine implements AutoCloseable {

  private final JobStore store;
  private final BlobStore blobs;
  private final Handlers handlers;
  private final InstantSource clock;
  private final InstantSource expiryClock;
  private final Duration retention;
  private final Duration grace;
  private final Workload workload;
  private final WatchThreads watchThreads = new WatchThreads();
  private final Watchers watchers;
  private final Followers followers;
  private final Announcements announcements;
  private final Transitions transitions;
  private final Housekeeping housekeeping;
  private final HousekeepingTimer timer;
  private final Worker worker;
  private final Rounds rounds;
  private final JobQueue queue;
  private final Reception reception;
  private final UploadedInputs uploadedInputs;
  private final ClosedLast closedLast;
  private final AtomicBoolean starting = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();

  JobEngine(JobEngineBuilder builder) {
    store = builder.store();
    blobs = builder.blobs();
    handlers = builder.handlers();
    workload = new Workload(handlers.limits());
    clock = builder.clock();
    retention = builder.retention();
    grace = builder.grace();
    closedLast = builder.closedLast();
    watchers = new Watchers(this::find, watchThreads);
    followers = new Followers(store::find, this::asOfNow, watchThreads);
    announcements = new Announcements(this::announce, builder.listeners());
    transitions = new Transitions(store, clock, retention, builder.tombstones(), announcements);
    expiryClock = builder.expiryClock();
    housekeeping = new Housekeeping(store, blobs, transitions, workload, expiryClock);
    timer = new HousekeepingTimer(housekeeping, builder.orphans());
    JobExecutor executor = builder.executor();
    Claims claims =
        new Claims(transitions, handlers.retries(), executor instanceof SharedJobExecutor);
    WorkDirectories workDirectories = new WorkDirectories(builder.workDirectory());
    worker =
        new Worker(
            handlers,
            transitions,
            workload,
            new Workplace(
                blobs,
                workDirectories,
                housekeeping,
                claims,
                builder.resultMapper(),
                followers::progressed),
            closing::get);
    rounds = new Rounds(store, transitions, workload, watchers, followers);
    queue =
        executor instanceof SharedJobExecutor shared
            ? new SharedJobQueue(shared, handlers, workload, store, clock)
            : new LocalJobQueue(
                executor,
                handlers,
                workload,
                store,
                new Recovery(store, transitions, claims, handlers.retries(), housekeeping));
    reception = new Reception(store, handlers, queue, announcements, housekeeping);
    uploadedInputs = new UploadedInputs(blobs, store, expiryClock, builder.orphans());
  }

  /** Starts to describe an engine. */
  public static JobEngineBuilder builder() {
    return new JobEngineBuilder();
  }

  /**
   * Begins to work: jobs that an earlier process left unfinished run again, unless a {@link
   * SharedJobExecutor} sees to that. They are looked for while requests are accepted already, and
   * again as long as the store does not answer. Called again, it does nothing.
   */
  public void start() {
    if (!starting.compareAndSet(false, true)) {
      return;
    }
    rounds.listen();
    worker.deleteLeftovers();
    queue.start(worker);
    timer.start();
    rounds.start();
  }

  /**
   * Accepts a request: when this returns, the job is stored. The engine owns the request's input
   * from here on and deletes it when it is not needed any more, also when the request is refused;
   * only {@linkplain #uploadedInput what a client has uploaded} stays then, as it can be submitted
   * again.
   *
   * <p>A request with the idempotency key of a job that the store still has is not accepted again:
   * it gets that job, whatever state it is in, or is refused if it asks for something else. Kind,
   * options, caller and the bytes of the input are compared.
   *
   * @return the job as it was stored, or the earlier one as it stands
   * @throws IdempotencyKeyReusedException if the key belongs to a different request
   * @throws UploadUsedException if the input is an upload that belongs to a different request
   * @throws MalformedRequestException if the options cannot be understood
   * @throws UnacceptableRequestException if the handler refuses the request
   * @throws QueueFullException if too many jobs wait
   * @throws EngineClosedException after {@link #close}
   * @throws JobStoreFullException if the store has no space left
   * @throws JobStoreException if the store cannot be reached
   * @throws IllegalArgumentException if there is no handler for the kind
   */
  public Job submit(JobRequest request) {
    Job job = reception.submitted(request, clock.instant(), retention);
    return job.revision() == 1 ? job : withLatestProgress(job);
  }

  /** Returns a job as it stands now, its progress included; nothing if there is no such job. */
  public Optional<Job> find(JobId id) {
    return store.find(id).flatMap(this::asOfNow);
  }

  /** Housekeeping comes once a minute; what a job says of its expiry is exact all the same. */
  private Optional<Job> asOfNow(Job job) {
    boolean isDue =
        job.state().isFinished()
            && !job.discarded()
            && !job.expires().isAfter(expiryClock.instant());
    if (!isDue) {
      return Optional.of(withLatestProgress(job));
    }
    housekeeping.discard(job);
    return store.find(job.id());
  }

  private Job withLatestProgress(Job job) {
    if (job.state().isFinished()) {
      return job;
    }
    return workload
        .run(job.id())
        .map(run -> job.next().revision(job.revision()).progress(run.progress()).build())
        .orElse(job);
  }

  /** How long an unfinished job will still take. */
  public Estimate estimate(Job job) {
    return queue.estimate(job);
  }

  private void announce(Job job) {
    watchers.stands(job);
    followers.stands(job);
  }

  /**
   * Waits for the end of a job without holding a thread.
   *
   * @param job a snapshot of it
   * @param atMost how long to wait
   * @return completed with the finished job, or with the job as it stands when the time is over or
   *     the engine is closed; or with a {@link JobStoreException}; on a thread of the engine's, of
   *     which there are a few: do not block it for long
   */
  public CompletableFuture<Job> whenFinished(Job job, Duration atMost) {
    if (job.state().isFinished() || atMost.isZero() || atMost.isNegative()) {
      return CompletableFuture.completedFuture(job);
    }
    return watchers.await(job, atMost);
  }

  /**
   * Tells a follower how a job stands, now and whenever its state or its progress has changed,
   * until it has finished. Holds no thread. What another node changes is noticed within 2 seconds
   * where that node says nothing of it.
   *
   * @param job a snapshot of it
   * @param pause from one call to the next at least; of what happens meanwhile the last counts
   * @param silence after which the follower is called although nothing has changed
   */
  public void follow(Job job, Duration pause, Duration silence, JobFollower follower) {
    followers.follow(job.id(), new Following.Rhythm(pause.toNanos(), silence.toNanos()), follower);
  }

  /**
   * Asks for the end of a job. One that waits is cancelled when this returns; one that runs is
   * interrupted and cancelled as soon as its handler has stopped; a finished one stays as it is.
   *
   * @return the job after that, or nothing if there is no such job
   */
  public Optional<Job> cancel(JobId id) {
    Optional<Job> changed = transitions.cancelRequested(id);
    changed.ifPresent(
        job -> {
          if (job.state().isFinished()) {
            queue.withdraw(id);
            job.request().input().ifPresent(housekeeping::delete);
          } else {
            workload.cancel(id);
          }
        });
    return find(id);
  }

  /**
   * Deletes the files of a finished job at once; a tombstone stays.
   *
   * @return false if it is not finished, already discarded, or there is no such job
   */
  public boolean discard(JobId id) {
    return store
        .find(id)
        .filter(job -> job.state().isFinished())
        .map(housekeeping::discard)
        .orElse(false);
  }

  /**
   * Opens a new blob that is to become the input of a request.
   *
   * @throws IOException if it cannot be stored
   */
  public BlobWriter createInput(String filename, String mediaType) throws IOException {
    return blobs.create(filename, mediaType);
  }

  /**
   * Opens an input or a result; the caller closes it.
   *
   * @param offset how many bytes to leave out at the start
   * @throws IOException if it cannot be read, or is gone
   */
  public InputStream open(Blob blob, long offset) throws IOException {
    return blobs.open(blob, offset);
  }

  /**
   * Returns an address at which whoever has it can read a blob from the blob store itself.
   *
   * @param validity for how long
   * @return nothing where the blob store hands out none
   */
  public Optional<URI> link(Blob blob, Duration validity) {
    return blobs.link(blob, validity);
  }

  /**
   * Returns where a client can upload an input itself, past this application.
   *
   * @param validity how long the upload may begin, more than zero; no longer than half of what the
   *     builder says of {@linkplain JobEngineBuilder#orphans orphans}, which is also how long the
   *     source can be submitted
   * @return nothing where the blob store takes nothing from clients
   * @throws InputTooLargeException if the blob store takes none that large from clients
   * @throws IOException if there is no address for it now
   */
  public Optional<UploadOffer> offerUpload(InputAnnouncement announced, Duration validity)
      throws IOException {
    return uploadedInputs.offer(announced, validity);
  }

  /**
   * Returns what a client has uploaded itself, to be the input of a request. It can be that of one
   * request: sent again as it was, this gets the same job, and any other is refused. Its SHA-256 is
   * looked at where the blob store knows it, and again when the bytes are read.
   *
   * @param source of an {@link UploadOffer}, of this node or any other with the same blob store
   * @param caller of the announcement
   * @throws UploadMissingException if there is no such upload, or not any more
   * @throws IOException if the blob store cannot be asked
   */
  public Blob uploadedInput(String source, String caller) throws IOException {
    return uploadedInputs.find(source, caller);
  }

  /** Closes with the grace period of the builder. */
  @Override
  public void close() {
    close(grace);
  }

  /**
   * Accepts nothing any more, lets running jobs finish, interrupts those that still run after the
   * grace period and gives them and all that wait back to the store. Called again, it does nothing.
   */
  public void close(Duration grace) {
    if (closing.compareAndSet(false, true)) {
      reception.close();
      timer.close();
      worker.closing();
      queue.close(grace);
      worker.close();
      rounds.close();
      watchers.close();
      followers.close();
      watchThreads.close();
      announcements.close();
      closedLast.close();
    }
  }
}
