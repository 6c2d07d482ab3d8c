package org.asyncjob.testkit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.SharedJobStore;
import org.asyncjob.store.InMemoryJobStore;

/** A memory that several nodes of one process share, each through a store of its own. */
final class SharedMemory {

  final InMemoryJobStore jobs = new InMemoryJobStore();
  private final List<NodeStore> nodes = new CopyOnWriteArrayList<>();
  private volatile boolean isSilent;

  /** From now on no node hears of what another one changes. */
  SharedMemory silent() {
    isSilent = true;
    return this;
  }

  NodeStore newNode() {
    NodeStore node = new NodeStore();
    nodes.add(node);
    return node;
  }

  final class NodeStore implements SharedJobStore {

    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger findAlls = new AtomicInteger();
    private volatile boolean isDown;
    private volatile boolean losesAnswers;
    private volatile Consumer<JobId> listener = id -> {};

    /** Nothing works from now on; other nodes do not notice. */
    void goDown() {
      isDown = true;
    }

    /** What is written is written, but nobody is told so. */
    void loseAnswersOfWrites() {
      losesAnswers = true;
    }

    void comeBack() {
      isDown = false;
      losesAnswers = false;
    }

    private <T> T read(Supplier<T> call) {
      if (isDown) {
        throw new JobStoreException("down", new IllegalStateException("for a test"));
      }
      return call.get();
    }

    private <T> T write(JobId id, Supplier<T> call) {
      T answer = read(call);
      if (!isSilent) {
        nodes.stream().filter(node -> node != this).forEach(node -> node.listener.accept(id));
      }
      if (losesAnswers) {
        throw new JobStoreException("no answer", new IllegalStateException("for a test"));
      }
      return answer;
    }

    @Override
    public void listen(Consumer<JobId> changed) {
      listener = changed;
    }

    @Override
    public List<Job> findAll(Collection<JobId> ids) {
      findAlls.incrementAndGet();
      return read(() -> ids.stream().map(jobs::find).flatMap(Optional::stream).toList());
    }

    @Override
    public Optional<Job> insert(Job job) {
      return write(job.id(), () -> jobs.insert(job));
    }

    @Override
    public Optional<Job> find(JobId id) {
      finds.incrementAndGet();
      return read(() -> jobs.find(id));
    }

    @Override
    public boolean replace(Job next) {
      return write(next.id(), () -> jobs.replace(next));
    }

    @Override
    public boolean remove(Job job) {
      return write(job.id(), () -> jobs.remove(job));
    }

    @Override
    public List<Job> unfinished() {
      return read(jobs::unfinished);
    }

    @Override
    public List<Job> expired(Instant now, int limit) {
      return read(() -> jobs.expired(now, limit));
    }

    @Override
    public Set<String> referenced(Collection<String> blobKeys) {
      return read(() -> jobs.referenced(blobKeys));
    }
  }
}
