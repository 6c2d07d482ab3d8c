package org.asyncjob.spi;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;

/**
 * Remembers jobs. Safe for many threads. {@code JobStoreContract} is the full specification.
 *
 * <p>Every method throws {@link JobStoreException} if the store cannot be reached; nothing is known
 * then about what the call has done.
 */
public interface JobStore {

  /**
   * Stores a new job, as durably as the store promises, before it returns. Of two jobs whose
   * requests have equal idempotency keys only the first is stored; its key is taken until the job
   * is removed.
   *
   * @return the latest snapshot of the job that has the idempotency key already, and nothing has
   *     changed then; or nothing if {@code job} was stored
   * @throws IllegalArgumentException if there is a job with this id; nothing has changed then
   */
  Optional<Job> insert(Job job);

  /** Returns the latest snapshot of a job, or nothing if there is no such job. */
  Optional<Job> find(JobId id);

  /**
   * Replaces the stored job if its revision is exactly one less than {@code next}'s, as durably as
   * {@link #insert} stores. Only while a job is running, and nobody has asked for its end, may a
   * store be quicker than its disk: if power fails or the database dies, it may have forgotten such
   * a snapshot then and have an earlier one, as if it had never been written. The end of this
   * process makes it forget nothing.
   *
   * @return false if another writer was first or the job is gone; nothing has changed then
   */
  boolean replace(Job next);

  /**
   * Forgets a job if its revision is still the given one's.
   *
   * @return false if another writer was first or the job is gone; nothing has changed then
   */
  boolean remove(Job job);

  /** Returns all jobs that are not in a final state, the earliest created first. */
  List<Job> unfinished();

  /**
   * Returns unfinished jobs of one state, a page of them: the earliest created first, of those
   * created at the same instant the one with the smaller id. An engine that starts goes through all
   * of them like this, page by page, so that it need not have all of them in memory.
   *
   * @param state {@link JobState#QUEUED} or {@link JobState#RUNNING}
   * @param after where the page begins: with the first job behind this place
   * @param limit how many at most, 1 or more
   * @return fewer than the limit, or none, only if there are no more
   */
  default List<Job> unfinished(JobState state, Place after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " is less than 1");
    }
    // Asks for all of them each time: a store that may have many has a better way.
    return unfinished().stream()
        .filter(job -> job.state() == state && Place.of(job).compareTo(after) > 0)
        .sorted(Comparator.comparing(Place::of))
        .limit(limit)
        .toList();
  }

  /**
   * Returns finished jobs whose {@link Job#expires} is not after {@code now}, the earliest first.
   *
   * @param limit how many at most, 1 or more
   */
  List<Job> expired(Instant now, int limit);

  /**
   * Returns those of these blobs that a job refers to, as its input or as its result. Housekeeping
   * deletes old ones that are not among them.
   *
   * @param blobKeys {@link org.asyncjob.Blob#key}s, up to some hundreds
   * @return all of them where a store cannot tell, as by default: nothing is deleted then
   */
  default Set<String> referenced(Collection<String> blobKeys) {
    return Set.copyOf(blobKeys);
  }

  /**
   * Where a job stands among all that wait, and stays as long as it is not finished.
   *
   * @param created when it was accepted
   * @param id tells those apart that were created at the same instant
   */
  record Place(Instant created, JobId id) implements Comparable<Place> {

    /** Before all jobs. */
    public static final Place START = new Place(Instant.MIN, new JobId("0".repeat(32)));

    /** Returns the place of a job. */
    public static Place of(Job job) {
      return new Place(job.created(), job.id());
    }

    @Override
    public int compareTo(Place other) {
      int byTime = created.compareTo(other.created);
      return byTime != 0 ? byTime : id.value().compareTo(other.id.value());
    }
  }
}
