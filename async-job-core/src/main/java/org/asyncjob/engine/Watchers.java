package org.asyncjob.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;

/** Wakes those who wait for the end of a job. They hold no thread. */
final class Watchers {

  private final Function<JobId, Optional<Job>> find;
  private final ConcurrentMap<JobId, Set<Waiting>> waiting = new ConcurrentHashMap<>();
  private final WatchThreads threads;

  Watchers(Function<JobId, Optional<Job>> find, WatchThreads threads) {
    this.find = find;
    this.threads = threads;
  }

  /** Completed when the job has finished, the time is over, or this is closed. */
  CompletableFuture<Job> await(Job job, Duration atMost) {
    Waiting entry = new Waiting(job, find);
    waiting.compute(
        entry.id(),
        (id, present) -> {
          Set<Waiting> set = present == null ? ConcurrentHashMap.newKeySet(1) : present;
          set.add(entry);
          return set;
        });
    Runnable callOff = threads.tellLater(entry::giveUp, atMost.toNanos());
    CompletableFuture<Job> answered =
        entry
            .end()
            .whenComplete(
                (end, failure) -> {
                  callOff.run();
                  forget(entry);
                });
    // It may have finished after the caller looked and before anybody could be told.
    threads.tell(entry::lookAgain);
    return answered;
  }

  /** The jobs whose end somebody waits for, as they are at any moment. */
  Set<JobId> ids() {
    return waiting.keySet();
  }

  /** This is how a job stands now. Cheap where nobody waits. */
  void stands(Job job) {
    Set<Waiting> entries = job.state().isFinished() ? waiting.get(job.id()) : null;
    if (entries != null) {
      entries.forEach(entry -> threads.tell(() -> entry.finished(job)));
    }
  }

  /** A job may be gone. */
  void lookAgain(JobId id) {
    Set<Waiting> entries = waiting.get(id);
    if (entries != null) {
      entries.forEach(entry -> threads.tell(entry::lookAgain));
    }
  }

  /** Answers everybody with how their job stands. */
  void close() {
    waiting.values().forEach(entries -> entries.forEach(entry -> threads.tell(entry::giveUp)));
  }

  private void forget(Waiting entry) {
    waiting.computeIfPresent(
        entry.id(),
        (id, entries) -> {
          entries.remove(entry);
          return entries.isEmpty() ? null : entries;
        });
  }
}
