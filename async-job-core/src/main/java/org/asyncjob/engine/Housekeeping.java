package org.asyncjob.engine;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobResult;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns finished jobs into tombstones when their time is over, and forgets old tombstones. */
final class Housekeeping implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int BATCH = 100;

  private final JobStore store;
  private final BlobStore blobs;
  private final Transitions transitions;
  private final InstantSource clock;

  Housekeeping(JobStore store, BlobStore blobs, Transitions transitions, InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.transitions = transitions;
    this.clock = clock;
  }

  /** Does all that is due; what goes wrong is logged and tried again next time. */
  @Override
  public void run() {
    try {
      List<Job> due;
      do {
        due = store.expired(clock.instant(), BATCH);
        for (Job job : due) {
          if (job.discarded()) {
            store.remove(job);
          } else {
            discard(job);
          }
        }
      } while (due.size() == BATCH);
    } catch (RuntimeException e) {
      LOG.warn("housekeeping stopped early; it is tried again at its next turn", e);
    }
  }

  /** Makes a finished job a tombstone and deletes its files. */
  boolean discard(Job job) {
    boolean won = transitions.discarded(job.id()).isPresent();
    if (won && job.result().orElse(null) instanceof JobResult.Bytes bytes) {
      delete(bytes.blob());
    }
    return won;
  }

  /** Deletes a blob that no job needs any more; a failure is logged, the bytes are orphans then. */
  void delete(Blob blob) {
    try {
      blobs.delete(blob);
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot delete {}", blob, e);
    }
  }
}
