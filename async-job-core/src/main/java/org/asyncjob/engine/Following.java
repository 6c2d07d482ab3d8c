package org.asyncjob.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody who follows a job. One look at it is planned at most, and one under way at most. */
final class Following {

  /**
   * How often to look.
   *
   * @param pause nanoseconds from one look to the next at least
   * @param silence nanoseconds after which to look although nobody says that there is news
   */
  record Rhythm(long pause, long silence) {}

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private final JobId id;
  private final JobFollower follower;
  private final Rhythm rhythm;
  private final Supplier<Optional<Job>> find;
  private final WatchThreads threads;

  // All of these under the lock, which nobody holds while looking or telling.
  private @Nullable Consumer<Following> forget;
  private boolean hasLooked;
  private boolean isLooking;
  private boolean isNews;
  private long lastLook;
  private boolean isPlanned;
  private long plannedFor;
  private Runnable callOff = () -> {};

  Following(
      JobId id,
      JobFollower follower,
      Rhythm rhythm,
      Supplier<Optional<Job>> find,
      WatchThreads threads) {
    this.id = id;
    this.follower = follower;
    this.rhythm = rhythm;
    this.find = find;
    this.threads = threads;
  }

  JobId id() {
    return id;
  }

  /** Looks for the first time, at once. */
  synchronized void begin(Consumer<Following> forgetting) {
    forget = forgetting;
    plan(System.nanoTime());
  }

  /** The job may have changed. Never blocks. */
  synchronized void news() {
    isNews = true;
    if (hasLooked && !isLooking) {
      plan(lastLook + rhythm.pause);
    }
  }

  void end() {
    Consumer<Following> forgetting;
    synchronized (this) {
      forgetting = forget;
      forget = null;
      callOff.run();
    }
    if (forgetting != null) {
      forgetting.accept(this);
      follower.ended();
    }
  }

  private synchronized void plan(long time) {
    if (forget == null || (isPlanned && plannedFor - time <= 0)) {
      return;
    }
    callOff.run();
    isPlanned = true;
    plannedFor = time;
    callOff = threads.tellLater(this::look, Math.max(0, time - System.nanoTime()));
  }

  private void look() {
    synchronized (this) {
      if (forget == null || isLooking) {
        return;
      }
      hasLooked = true;
      isLooking = true;
      isPlanned = false;
      isNews = false;
      lastLook = System.nanoTime();
    }
    tell().whenComplete(this::told);
  }

  /** Completed with whether there is more to come. */
  private CompletionStage<Boolean> tell() {
    try {
      Optional<Job> job = find.get();
      boolean isLast = job.isEmpty() || job.get().state().isFinished();
      return job.isEmpty()
          ? CompletableFuture.completedFuture(false)
          : follower.stands(job.get()).thenApply(done -> !isLast);
    } catch (JobStoreException e) {
      LOG.warn("cannot tell how job {} stands; the next look may", id, e);
      return CompletableFuture.completedFuture(true);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void told(@Nullable Boolean goesOn, @Nullable Throwable failure) {
    if (failure != null || goesOn == null || !goesOn) {
      LOG.debug("nobody is told of job {} any more", id, failure);
      end();
      return;
    }
    synchronized (this) {
      isLooking = false;
      plan(lastLook + (isNews ? rhythm.pause : rhythm.silence));
    }
  }
}
