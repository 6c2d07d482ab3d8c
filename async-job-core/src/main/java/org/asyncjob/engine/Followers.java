package org.asyncjob.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.jspecify.annotations.Nullable;

/**
 * Those who follow jobs, step by step. What nobody follows costs one look-up. All who follow a job
 * share what was last read of it, and what this node has changed in it need not be read.
 */
final class Followers {

  /** Reports of handlers that come faster are passed on together. */
  private static final long COLLECTED_FOR = Duration.ofMillis(50).toNanos();

  /** For so long nobody reads again, unless there is news. */
  private static final long FRESH_FOR = Duration.ofSeconds(1).toNanos();

  private final Function<JobId, Optional<Job>> find;
  private final Function<Job, Optional<Job>> asOfNow;
  private final WatchThreads threads;
  private final ConcurrentMap<JobId, Audience> audiences = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates it.
   *
   * @param find reads a job from the store
   * @param asOfNow adds to a stored job what this process knows of it
   */
  Followers(
      Function<JobId, Optional<Job>> find,
      Function<Job, Optional<Job>> asOfNow,
      WatchThreads threads) {
    this.find = find;
    this.asOfNow = asOfNow;
    this.threads = threads;
  }

  void follow(JobId id, Following.Rhythm rhythm, JobFollower follower) {
    AtomicReference<@Nullable Following> made = new AtomicReference<>();
    audiences.compute(
        id,
        (job, present) -> {
          Audience audience = present == null ? new Audience(id) : present;
          made.setPlain(new Following(id, follower, rhythm, audience::look, threads));
          audience.followings.add(made.getPlain());
          return audience;
        });
    Following following = Objects.requireNonNull(made.getPlain());
    following.begin(this::forget);
    if (closed.get()) {
      following.end();
    }
  }

  /** A handler has said how far it is: on its thread, so this does next to nothing. */
  void progressed(JobId id) {
    Audience audience = audiences.get(id);
    if (audience != null && audience.isTold.compareAndSet(false, true)) {
      threads.later(audience::tellOfProgress, COLLECTED_FOR);
    }
  }

  /** The jobs that somebody follows, as they are at any moment. */
  Set<JobId> ids() {
    return audiences.keySet();
  }

  boolean follows(JobId id) {
    return audiences.containsKey(id);
  }

  /** This is how a job stands now; it may be known already. */
  void stands(Job job) {
    Audience audience = audiences.get(job.id());
    if (audience != null && audience.isNews(job)) {
      threads.later(audience::tell, 0);
    }
  }

  /** A job may be gone. */
  void lookAgain(JobId id) {
    Audience audience = audiences.get(id);
    if (audience != null) {
      audience.forgetSeen();
      threads.later(audience::tell, 0);
    }
  }

  void close() {
    closed.set(true);
    audiences.values().forEach(Audience::end);
  }

  private void forget(Following following) {
    audiences.computeIfPresent(
        following.id(),
        (id, audience) -> {
          audience.followings.remove(following);
          return audience.followings.isEmpty() ? null : audience;
        });
  }

  /** All who follow one job. */
  private final class Audience {

    private final JobId id;
    private final Set<Following> followings = ConcurrentHashMap.newKeySet(1);
    private final AtomicBoolean isTold = new AtomicBoolean();
    private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
    private final Object reading = new Object();

    private Audience(JobId id) {
      this.id = id;
    }

    /** How the job stands; read once for all who ask at about the same time. */
    private Optional<Job> look() {
      Optional<Job> stored = fresh();
      if (stored.isEmpty()) {
        synchronized (reading) {
          stored = fresh().or(this::read);
        }
      }
      return stored.flatMap(asOfNow);
    }

    private Optional<Job> fresh() {
      Seen last = seen.get();
      boolean isFresh = last != null && System.nanoTime() - last.at < FRESH_FOR;
      return isFresh ? Optional.of(last.job) : Optional.empty();
    }

    private Optional<Job> read() {
      long begin = System.nanoTime();
      Optional<Job> found = find.apply(id);
      return found.map(job -> later(new Seen(job, begin)).job);
    }

    /** Whether this is a later snapshot than what was seen before. */
    private boolean isNews(Job job) {
      Seen before = seen.get();
      later(new Seen(job, System.nanoTime()));
      return before == null || before.job.revision() < job.revision();
    }

    private Seen later(Seen latest) {
      return Objects.requireNonNull(
          seen.accumulateAndGet(
              latest,
              (before, now) ->
                  before != null
                          && before.job.revision() > Objects.requireNonNull(now).job.revision()
                      ? before
                      : now));
    }

    private void forgetSeen() {
      seen.set(null);
    }

    private void tellOfProgress() {
      isTold.set(false);
      tell();
    }

    private void tell() {
      followings.forEach(Following::news);
    }

    private void end() {
      List.copyOf(followings).forEach(following -> threads.tell(following::end));
    }
  }

  /**
   * A snapshot of a job.
   *
   * @param at when it was certainly not older than that, in nanoseconds
   */
  private record Seen(Job job, long at) {}
}
