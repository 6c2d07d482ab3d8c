package org.asyncjob.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/** Those who follow jobs of this node, step by step. What nobody follows costs one look-up. */
final class Followers {

  /** Reports of handlers that come faster are passed on together. */
  private static final long COLLECTED_FOR = Duration.ofMillis(50).toNanos();

  private final Function<JobId, Optional<Job>> find;
  private final WatchThreads threads;
  private final ConcurrentMap<JobId, Audience> audiences = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  Followers(Function<JobId, Optional<Job>> find, WatchThreads threads) {
    this.find = find;
    this.threads = threads;
  }

  void follow(JobId id, Following.Rhythm rhythm, JobFollower follower) {
    Following following = new Following(id, follower, rhythm, find, threads);
    audiences.compute(
        id,
        (job, present) -> {
          Audience audience = present == null ? new Audience() : present;
          audience.followings.add(following);
          return audience;
        });
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

  /** The stored job has changed. */
  void changed(JobId id) {
    Audience audience = audiences.get(id);
    if (audience != null) {
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

    private final Set<Following> followings = ConcurrentHashMap.newKeySet(1);
    private final AtomicBoolean isTold = new AtomicBoolean();

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
}
