package org.asyncjob.jdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asyncjob.JobId;

/**
 * Which of this node's threads have nothing to do, and which jobs are on the way to them. A job
 * that is stored here while a thread is free, and while no others wait, is this node's from the
 * start: it need not be picked, which is a trip to the database less. Safe for many threads.
 */
final class HandOver {

  private final int workers;
  private final LeasedRuns runs;
  private final QueueRoom room;
  private final long freshNanos;
  private final Deque<Ready> ready = new ArrayDeque<>();

  /** Jobs of this node that no thread has begun. */
  private final Set<JobId> onTheWay = new HashSet<>();

  private int setAside;
  private boolean isOpen;
  private boolean mayWait = true;

  /**
   * Creates one that hands over nothing before {@link #open}.
   *
   * @param fresh how long the lease of a new row is certain to last
   */
  HandOver(int workers, LeasedRuns runs, QueueRoom room, Duration fresh) {
    this.workers = workers;
    this.runs = runs;
    this.room = room;
    freshNanos = fresh.toNanos();
  }

  private record Ready(JobId id, long since) {}

  synchronized void open() {
    isOpen = true;
  }

  /** Sets threads aside for jobs that are about to be stored. Returns how many. */
  synchronized int forNew(int most) {
    return isOpen && !mayWait ? setAside(most) : 0;
  }

  /** Sets threads aside for jobs that wait, and are about to be picked. Returns how many. */
  synchronized int forWaiting(int most) {
    int some = setAside(most);
    mayWait = some == 0;
    return some;
  }

  private int setAside(int most) {
    int free = runs.isClosed() ? 0 : workers - runs.count() - onTheWay.size() - setAside;
    int some = Math.max(0, Math.min(most, free));
    setAside += some;
    return some;
  }

  /** New jobs are stored, and this node's. */
  synchronized void stored(int setAside, List<JobId> ids, long since) {
    this.setAside -= setAside;
    onTheWay.addAll(ids);
    ids.forEach(id -> ready.add(new Ready(id, since)));
  }

  /** Jobs were picked, and begin at once. */
  synchronized void picked(int setAside, List<JobId> ids) {
    this.setAside -= setAside;
    onTheWay.addAll(ids);
    mayWait |= ids.size() == setAside;
    room.picked(ids.size());
  }

  /** Jobs may wait that have to be picked. */
  synchronized void waiting() {
    mayWait = true;
  }

  synchronized boolean mayWait() {
    return mayWait;
  }

  /** Whether a thread is free for a job that waits. */
  synchronized boolean isFree() {
    return runs.count() + onTheWay.size() + setAside < workers;
  }

  /**
   * Returns new jobs of this node that are to begin. Not those whose lease has not been renewed for
   * so long that another node may have them by now: if none has, one will.
   */
  synchronized List<JobId> take(int most) {
    List<JobId> taken = new ArrayList<>();
    while (taken.size() < most && !ready.isEmpty()) {
      Ready next = ready.remove();
      if (System.nanoTime() - next.since() < freshNanos) {
        taken.add(next.id());
      } else {
        onTheWay.remove(next.id());
      }
    }
    return taken;
  }

  /** A thread has begun with a job. */
  synchronized void begun(JobId id) {
    onTheWay.remove(id);
  }
}
