package org.asyncjob.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;

/** A store that does not always answer, and that can be looked into all the same. */
final class UnreliableStore implements JobStore {

  final InMemoryJobStore jobs = new InMemoryJobStore();

  /** How many calls have failed. */
  final AtomicInteger failures = new AtomicInteger();

  private volatile boolean isDown;
  private volatile Predicate<Job> refused = job -> false;
  private volatile Predicate<Job> answerLost = job -> false;
  private volatile Supplier<RuntimeException> reason = this::failure;

  /** Nothing works from now on. */
  void goDown() {
    isDown = true;
  }

  void comeBack() {
    isDown = false;
    refused = job -> false;
    answerLost = job -> false;
  }

  /** From now on such snapshots are not written. */
  void refuse(Predicate<Job> next) {
    refused = next;
  }

  /** From now on such snapshots are not written, for a reason of one's own. */
  void refuseWith(Predicate<Job> next, Supplier<RuntimeException> reason) {
    this.reason = reason;
    refused = next;
  }

  /** From now on such snapshots are written, but nobody is told so. */
  void loseAnswers(Predicate<Job> next) {
    answerLost = next;
  }

  private InMemoryJobStore jobs() {
    if (isDown) {
      throw failure();
    }
    return jobs;
  }

  private JobStoreException failure() {
    failures.incrementAndGet();
    return new JobStoreException("unreachable", new IllegalStateException("for a test"));
  }

  private void failBefore(Job next) {
    if (refused.test(next)) {
      throw reason.get();
    }
  }

  private void failAfter(Job next) {
    if (answerLost.test(next)) {
      throw failure();
    }
  }

  @Override
  public Optional<Job> insert(Job job) {
    failBefore(job);
    Optional<Job> earlier = jobs().insert(job);
    failAfter(job);
    return earlier;
  }

  @Override
  public Optional<Job> find(JobId id) {
    return jobs().find(id);
  }

  @Override
  public boolean replace(Job next) {
    failBefore(next);
    boolean isReplaced = jobs().replace(next);
    failAfter(next);
    return isReplaced;
  }

  @Override
  public boolean remove(Job job) {
    return jobs().remove(job);
  }

  @Override
  public List<Job> unfinished() {
    return jobs().unfinished();
  }

  @Override
  public List<Job> expired(Instant now, int limit) {
    return jobs().expired(now, limit);
  }

  @Override
  public Set<String> referenced(Collection<String> blobKeys) {
    return jobs().referenced(blobKeys);
  }
}
