package org.asyncjob.testkit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;

/** Sound as it is; subclasses break one thing. */
class BrokenJobStore implements JobStore {

  final JobStore sound = new InMemoryJobStore();

  @Override
  public Optional<Job> insert(Job job) {
    return sound.insert(job);
  }

  @Override
  public Optional<Job> find(JobId id) {
    return sound.find(id);
  }

  @Override
  public boolean replace(Job next) {
    return sound.replace(next);
  }

  @Override
  public boolean remove(Job job) {
    return sound.remove(job);
  }

  @Override
  public List<Job> unfinished() {
    return sound.unfinished();
  }

  @Override
  public List<Job> expired(Instant now, int limit) {
    return sound.expired(now, limit);
  }

  @Override
  public Set<String> referenced(Collection<String> blobKeys) {
    return sound.referenced(blobKeys);
  }

  /** Stores a job whatever was there before. */
  final void force(Job job) {
    find(job.id()).ifPresent(sound::remove);
    sound.insert(job);
  }

  /** Lets another thread come between, also where many wait for a processor. */
  static void pause() {
    LockSupport.parkNanos(10_000_000);
  }
}
