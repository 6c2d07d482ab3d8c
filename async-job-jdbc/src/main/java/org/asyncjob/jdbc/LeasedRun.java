package org.asyncjob.jdbc;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.asyncjob.JobId;
import org.jspecify.annotations.Nullable;

/** One call of the runner on a thread of this node, and what is to become of its row afterwards. */
final class LeasedRun {

  private final JobId id;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread worker = Thread.currentThread();
  private @Nullable Instant again;
  private boolean isDecided;
  private boolean isRowGone;
  private boolean isLeaseLost;
  private boolean wasInterrupted;

  LeasedRun(JobId id) {
    this.id = id;
  }

  JobId id() {
    return id;
  }

  synchronized boolean isOnThisThread() {
    return worker == Thread.currentThread();
  }

  /** Returns false if it is too late for that: the row's end is being written. */
  synchronized boolean askAgain(Instant time) {
    if (isDecided) {
      return false;
    }
    again = time;
    return true;
  }

  /** The row was deleted together with what made the job final. */
  synchronized void rowGone() {
    isRowGone = true;
  }

  /** Returns true the first time. */
  synchronized boolean leaseLost() {
    boolean isNews = !isLeaseLost;
    isLeaseLost = true;
    return isNews;
  }

  synchronized void interrupt() {
    if (worker != null) {
      wasInterrupted = true;
      worker.interrupt();
    }
  }

  /** The runner has returned: from now on nobody interrupts its thread. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  synchronized void returned() {
    worker = null;
    Thread.interrupted();
  }

  /** What the row's end is; said once. */
  synchronized RowEnd decided() {
    isDecided = true;
    if (isRowGone) {
      return new RowEnd.Gone();
    }
    return Optional.<RowEnd>ofNullable(again == null ? null : new RowEnd.Due(again))
        .orElseGet(() -> wasInterrupted ? new RowEnd.Due(Instant.EPOCH) : new RowEnd.Unneeded());
  }

  /** All that had to be written has been, or could not be. */
  void ended() {
    ended.countDown();
  }

  /** Waits for {@link #ended}, within reason. */
  void awaitEnd() {
    try {
      ended.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
