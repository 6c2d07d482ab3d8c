package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.asyncjob.JobId;

/** A runner that remembers what it ran, and whose jobs end when the test lets them. */
final class Workload implements Consumer<JobId> {

  private final List<JobId> started = new CopyOnWriteArrayList<>();
  private final Set<JobId> ended = ConcurrentHashMap.newKeySet();
  private final Set<JobId> interrupted = ConcurrentHashMap.newKeySet();
  private final Map<JobId, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<JobId, CountDownLatch> heldAfterInterruption = new ConcurrentHashMap<>();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();

  /** Returns a job that runs until it is released or interrupted. */
  JobId held() {
    JobId id = JobId.random();
    held.put(id, new CountDownLatch(1));
    return id;
  }

  /** Returns a job that runs until it is interrupted, and from then on until it is released. */
  JobId heldAfterInterruption() {
    JobId id = held();
    heldAfterInterruption.put(id, new CountDownLatch(1));
    return id;
  }

  void release(JobId id) {
    held.get(id).countDown();
    if (heldAfterInterruption.containsKey(id)) {
      heldAfterInterruption.get(id).countDown();
    }
  }

  void releaseAll() {
    held.keySet().forEach(this::release);
  }

  @Override
  public void accept(JobId id) {
    mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
    started.add(id);
    try {
      if (held.containsKey(id)) {
        held.get(id).await();
      } else {
        LockSupport.parkNanos(1); // Whoever may run at the same time is invited to.
      }
    } catch (InterruptedException e) {
      interrupted.add(id);
      awaitReleaseAfterInterruption(id);
    } finally {
      atWork.decrementAndGet();
      ended.add(id);
    }
  }

  /** All jobs for which the runner was called, in that order, each as often as it was. */
  List<JobId> started() {
    return List.copyOf(started);
  }

  boolean hasStarted(JobId id) {
    return started.contains(id);
  }

  boolean hasEnded(JobId id) {
    return ended.contains(id);
  }

  boolean wasInterrupted(JobId id) {
    return interrupted.contains(id);
  }

  /** How many jobs were at work at the same time, at the most. */
  int mostAtWork() {
    return mostAtWork.get();
  }

  void assertRanOnce(List<JobId> ids) {
    assertThat(started()).containsExactlyInAnyOrderElementsOf(ids);
  }

  private void awaitReleaseAfterInterruption(JobId id) {
    CountDownLatch release = heldAfterInterruption.get(id);
    if (release == null) {
      return;
    }
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
