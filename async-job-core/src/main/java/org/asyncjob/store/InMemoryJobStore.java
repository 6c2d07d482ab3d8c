package org.asyncjob.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers jobs until the process ends. Safe for many threads; never throws {@link
 * org.asyncjob.JobStoreException}.
 *
 * <p>{@link #unfinished} and {@link #expired} cost as much as the jobs that they return, however
 * many others there are. Each job in their answers is a snapshot of its own moment. Of jobs created
 * or expiring at the same instant, the one with the smaller id comes first.
 */
public final class InMemoryJobStore implements JobStore {

  private final ConcurrentMap<JobId, Job> jobs = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, JobId> owners = new ConcurrentHashMap<>();
  private final NavigableSet<Entry> unfinishedByCreation = new ConcurrentSkipListSet<>();
  private final NavigableSet<Entry> finishedByExpiry = new ConcurrentSkipListSet<>();

  /** Creates an empty store. */
  public InMemoryJobStore() {}

  @Override
  public Optional<Job> insert(Job job) {
    Optional<String> key = job.request().idempotencyKey();
    if (key.isEmpty()) {
      store(job);
      return Optional.empty();
    }
    AtomicReference<@Nullable Job> earlier = new AtomicReference<>();
    // Whoever else comes with this key waits here until it is known whether the job is stored. A
    // key whose job is gone is free: remove takes the job away first and the key afterwards.
    owners.compute(
        key.get(),
        (same, owner) -> {
          earlier.setPlain(owner == null ? null : jobs.get(owner));
          if (earlier.getPlain() != null) {
            return owner;
          }
          store(job);
          return job.id();
        });
    return Optional.ofNullable(earlier.getPlain());
  }

  private void store(Job job) {
    jobs.compute(
        job.id(),
        (id, stored) -> {
          if (stored != null) {
            throw new IllegalArgumentException(
                "there is a job " + id + " already; each job needs an id of its own");
          }
          list(job);
          return job;
        });
  }

  @Override
  public Optional<Job> find(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public boolean replace(Job next) {
    return change(next.id(), next.revision() - 1, next);
  }

  @Override
  public boolean remove(Job job) {
    boolean removed = change(job.id(), job.revision(), null);
    if (removed) {
      job.request().idempotencyKey().ifPresent(key -> owners.remove(key, job.id()));
    }
    return removed;
  }

  @Override
  public List<Job> unfinished() {
    List<Job> found = new ArrayList<>();
    for (Entry entry : unfinishedByCreation) {
      Job job = jobs.get(entry.id());
      if (job != null && entry.equals(creation(job)) && !job.state().isFinished()) {
        found.add(job);
      }
    }
    return found;
  }

  @Override
  public List<Job> unfinished(JobState state, Place after, int limit) {
    checkLimit(limit);
    List<Job> found = new ArrayList<>();
    for (Entry entry :
        unfinishedByCreation.tailSet(new Entry(after.created(), after.id()), false)) {
      Job job = jobs.get(entry.id());
      if (job != null && entry.equals(creation(job)) && job.state() == state) {
        found.add(job);
        if (found.size() == limit) {
          break;
        }
      }
    }
    return found;
  }

  @Override
  public List<Job> expired(Instant now, int limit) {
    checkLimit(limit);
    List<Job> found = new ArrayList<>();
    for (Entry entry : finishedByExpiry) {
      if (found.size() == limit || entry.at().isAfter(now)) {
        break;
      }
      Job job = jobs.get(entry.id());
      if (job != null && entry.equals(expiry(job)) && job.state().isFinished()) {
        found.add(job);
      }
    }
    return found;
  }

  /** {@inheritDoc} Looks at all jobs: it is asked rarely, and writing them costs nothing for it. */
  @Override
  public Set<String> referenced(Collection<String> blobKeys) {
    Set<String> asked = Set.copyOf(blobKeys);
    Set<String> found = new HashSet<>();
    for (Job job : jobs.values()) {
      job.request().input().map(Blob::key).filter(asked::contains).ifPresent(found::add);
      if (job.result().orElse(null) instanceof JobResult.Bytes bytes
          && asked.contains(bytes.blob().key())) {
        found.add(bytes.blob().key());
      }
    }
    return found;
  }

  private static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " is less than 1");
    }
  }

  private boolean change(JobId id, long revision, @Nullable Job next) {
    AtomicBoolean done = new AtomicBoolean();
    // The indexes change under the lock that the map holds on this id: no writer of the same job
    // comes between, and writers of other jobs do not wait.
    jobs.computeIfPresent(
        id,
        (same, stored) -> {
          if (stored.revision() != revision) {
            return stored;
          }
          if (next == null) {
            unlist(stored);
          } else if (!sharePlace(stored, next)) {
            unlist(stored);
            list(next);
          }
          done.setPlain(true);
          return next;
        });
    return done.getPlain();
  }

  private void list(Job job) {
    if (job.state().isFinished()) {
      finishedByExpiry.add(expiry(job));
    } else {
      unfinishedByCreation.add(creation(job));
    }
  }

  private void unlist(Job job) {
    if (job.state().isFinished()) {
      finishedByExpiry.remove(expiry(job));
    } else {
      unfinishedByCreation.remove(creation(job));
    }
  }

  private static boolean sharePlace(Job stored, Job next) {
    if (stored.state().isFinished() != next.state().isFinished()) {
      return false;
    }
    return next.state().isFinished()
        ? stored.expires().equals(next.expires())
        : stored.created().equals(next.created());
  }

  private static Entry creation(Job job) {
    return new Entry(job.created(), job.id());
  }

  private static Entry expiry(Job job) {
    return new Entry(job.expires(), job.id());
  }

  /** The place of a job in an order of time. */
  private record Entry(Instant at, JobId id) implements Comparable<Entry> {

    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : id.value().compareTo(other.id.value());
    }
  }
}
