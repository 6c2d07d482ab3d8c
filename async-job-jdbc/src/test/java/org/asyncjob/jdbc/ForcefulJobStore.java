package org.asyncjob.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.spi.SharedJobStore;

/**
 * A store without the check: a worker that has claimed a job sees it as its own for ever, and what
 * it writes replaces whatever is there.
 */
final class ForcefulJobStore implements SharedJobStore {

  private final SharedJobStore store;
  private final Map<JobId, Job> claimed = new ConcurrentHashMap<>();

  ForcefulJobStore(SharedJobStore store) {
    this.store = store;
  }

  @Override
  public Optional<Job> insert(Job job) {
    return store.insert(job);
  }

  @Override
  public Optional<Job> find(JobId id) {
    return Optional.ofNullable(claimed.get(id)).or(() -> store.find(id));
  }

  @Override
  public boolean replace(Job next) {
    Job there = store.find(next.id()).orElseThrow();
    boolean isDone = store.replace(withRevision(next, there.revision() + 1));
    if (isDone && next.state() == JobState.RUNNING) {
      claimed.put(next.id(), next);
    } else {
      claimed.remove(next.id());
    }
    return isDone;
  }

  private static Job withRevision(Job job, long revision) {
    return job.next().revision(revision).build();
  }

  @Override
  public boolean remove(Job job) {
    return store.remove(job);
  }

  @Override
  public List<Job> unfinished() {
    return store.unfinished();
  }

  @Override
  public List<Job> expired(Instant now, int limit) {
    return store.expired(now, limit);
  }

  @Override
  public void listen(Consumer<JobId> changed) {
    store.listen(changed);
  }

  @Override
  public List<Job> findAll(Collection<JobId> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }
}
