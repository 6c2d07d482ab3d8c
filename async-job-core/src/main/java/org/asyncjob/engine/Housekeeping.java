package org.asyncjob.engine;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobResult;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns finished jobs into tombstones when their time is over, forgets old tombstones, and deletes
 * blobs that no job knows.
 */
final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int BATCH = 100;

  /** After this there is a pause: whoever else needs the store is not to wait for all of it. */
  private static final Duration SHARE = Duration.ofSeconds(5);

  private final JobStore store;
  private final BlobStore blobs;
  private final Transitions transitions;
  private final Workload workload;
  private final InstantSource clock;
  private final Outage outage =
      new Outage(LOG, "housekeeping stopped early: it is tried again at its next turn");

  /**
   * Creates it.
   *
   * @param clock says what has expired
   */
  Housekeeping(
      JobStore store,
      BlobStore blobs,
      Transitions transitions,
      Workload workload,
      InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.transitions = transitions;
    this.workload = workload;
    this.clock = clock;
  }

  /**
   * Ends what has expired, as much as fits into one turn; what goes wrong is logged and tried again
   * next time.
   *
   * @return whether there is more to do
   */
  boolean expire() {
    long begin = System.nanoTime();
    try {
      while (true) {
        List<Job> due = store.expired(clock.instant(), BATCH);
        long done = due.stream().filter(this::isSeenTo).count();
        if (due.size() < BATCH || done == 0) {
          outage.succeeded();
          return false;
        }
        if (System.nanoTime() - begin > SHARE.toNanos()) {
          return true;
        }
      }
    } catch (RuntimeException e) {
      outage.failed(e);
      return false;
    }
  }

  /** One that cannot be ended must not keep the others. */
  private boolean isSeenTo(Job due) {
    try {
      if (due.discarded()) {
        store.remove(due);
      } else {
        discard(due);
      }
      return true;
    } catch (JobStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("{} has expired and cannot be deleted", due, e);
      return false;
    }
  }

  /**
   * Deletes blobs that no job refers to; what goes wrong is logged and tried again next time.
   *
   * @param age how long ago they were stored at least: a job may be about to refer to a younger one
   */
  void sweep(Duration age) {
    try {
      int deleted = blobs.sweep(clock.instant().minus(age), this::referenced);
      if (deleted > 0) {
        LOG.info("deleted {} blobs that no job refers to", deleted);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("not all blobs that no job refers to could be deleted; that is tried again", e);
    }
  }

  /** Runs first: a run that has ended meanwhile has told the store before it was forgotten. */
  private Set<String> referenced(Set<String> keys) {
    Set<String> known =
        workload.runs().stream()
            .flatMap(run -> run.made().stream())
            .map(Blob::key)
            .filter(keys::contains)
            .collect(Collectors.toCollection(HashSet::new));
    known.addAll(store.referenced(keys));
    return known;
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
      LOG.warn("cannot delete {}; it is tried again when blobs are swept", blob, e);
    }
  }
}
