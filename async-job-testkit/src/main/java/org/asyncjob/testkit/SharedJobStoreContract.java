package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.spi.SharedJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every {@link SharedJobStore} passes these, beside {@link JobStoreContract}: what its objects on
 * several nodes are to each other. Subclass it, return stores that share their jobs, add nothing.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SharedJobStoreContract {

  private static final int ROUNDS = 50;
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(20);

  private Nodes nodes;
  private Together together;
  private SharedJobStore here;
  private SharedJobStore there;

  /** For subclasses. */
  protected SharedJobStoreContract() {}

  /** Returns stores without any job, once for each test. */
  protected abstract Nodes newNodes() throws Exception;

  /** How long to wait for what should happen soon; only a slow store has to say more. */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** Where the nodes of one cluster get their stores. */
  public interface Nodes {

    /**
     * Opens the store of another node, with the same jobs.
     *
     * @param changed what {@link SharedJobStore#listen} is called with, before all else
     */
    SharedJobStore open(Consumer<JobId> changed) throws Exception;

    /** Closes all stores and throws away what they have. */
    void close() throws Exception;
  }

  private final Set<JobId> heardHere = ConcurrentHashMap.newKeySet();
  private final Set<JobId> heardThere = ConcurrentHashMap.newKeySet();

  @BeforeEach
  final void openStores() throws Exception {
    nodes = newNodes();
    together = new Together();
    here = nodes.open(heardHere::add);
    there = nodes.open(heardThere::add);
  }

  @AfterEach
  final void closeStores() throws Exception {
    together.close();
    nodes.close();
  }

  /** What one has done, the others see. */
  @Nested
  class Shared {

    @Test
    void aJobThatOneHasStoredTheOtherFinds() {
      Job job = Jobs.fullQueued();
      here.insert(job);

      assertThat(there.find(job.id())).contains(job);
      assertThat(there.unfinished()).containsExactly(job);
    }

    @Test
    void anIdempotencyKeyBelongsToOneJobOnAllNodes() {
      Job first = Jobs.keyed("key");
      here.insert(first);

      assertThat(there.insert(Jobs.keyed("key"))).contains(first);
    }

    @Test
    void ofTwoNodesThatReadTheSameRevisionOneWins() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        Job job = Jobs.queued(Jobs.NOON);
        here.insert(job);
        Job canceled = Jobs.finished(job, JobState.CANCELED, Jobs.NOON);

        List<Boolean> won =
            together.call(
                List.<Callable<Boolean>>of(
                    () -> here.replace(Jobs.running(job)), () -> there.replace(canceled)));

        assertThat(won).containsExactlyInAnyOrder(true, false);
        Job winner = won.get(0) ? Jobs.running(job) : canceled;
        assertThat(here.find(job.id())).contains(winner);
        assertThat(there.find(job.id())).contains(winner);
      }
    }

    @Test
    void aJobThatOneHasForgottenIsGoneForTheOther() {
      Job job = Jobs.queued(Jobs.NOON);
      here.insert(job);
      there.remove(job);

      assertThat(here.find(job.id())).isEmpty();
      assertThat(here.replace(Jobs.running(job))).isFalse();
    }
  }

  /** {@link SharedJobStore#findAll}. */
  @Nested
  class FindAll {

    @Test
    void theLatestSnapshotsOfThoseThatExistAreReturned() {
      Job queued = Jobs.fullQueued();
      here.insert(queued);
      Job running = Jobs.running(Jobs.queued(Jobs.NOON));
      Job another = Jobs.queued(Jobs.NOON);
      here.insert(another);
      here.insert(Job.builder(running.id(), running.request(), running.created()).build());
      here.replace(running);

      assertThat(there.findAll(List.of(running.id(), JobId.random(), queued.id())))
          .containsExactlyInAnyOrder(queued, running);
    }

    @Test
    void ofNoneNoneAreReturned() {
      here.insert(Jobs.queued(Jobs.NOON));

      assertThat(here.findAll(List.of())).isEmpty();
      assertThat(here.findAll(List.of(JobId.random()))).isEmpty();
    }

    @Test
    void finishedOnesAreFoundAsWell() {
      Job queued = Jobs.fullQueued();
      here.insert(queued);
      Job running = Jobs.fullRunning(queued);
      here.replace(running);
      Job done = Jobs.fullFinished(running, JobState.SUCCEEDED);
      here.replace(done);

      assertThat(there.findAll(Set.of(done.id()))).containsExactly(done);
    }

    @Test
    void thousandsCanBeAskedForAtOnce() {
      List<JobId> ids = new ArrayList<>();
      IntStream.range(0, 100)
          .forEach(
              number -> {
                Job job = Jobs.queued(Jobs.NOON.plusSeconds(number));
                here.insert(job);
                ids.add(job.id());
              });
      List<JobId> asked = new ArrayList<>(ids);
      IntStream.range(0, 2_900).forEach(number -> asked.add(JobId.random()));
      Collections.shuffle(asked);

      assertThat(there.findAll(asked).stream().map(Job::id).toList())
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  /** {@link SharedJobStore#listen}. */
  @Nested
  class Listen {

    @Test
    void eachNodeHearsOfWhatAnotherOneHasChanged() {
      Job first = Jobs.queued(Jobs.NOON);
      here.insert(first);
      Job second = Jobs.queued(Jobs.NOON);
      there.insert(second);

      changeUntil(here, first, () -> heardThere.contains(first.id()));
      changeUntil(there, second, () -> heardHere.contains(second.id()));
    }
  }

  /** A hint may be missing: the next change is another chance. */
  private void changeUntil(SharedJobStore store, Job job, BooleanSupplier heard) {
    long begin = System.nanoTime();
    Job latest = job;
    while (!heard.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("waiting for another node to hear of a change")
          .isLessThan(patience());
      Job next = latest.next().build();
      assertThat(store.replace(next)).isTrue();
      latest = next;
      long changed = System.nanoTime();
      while (!heard.getAsBoolean() && System.nanoTime() - changed < patience().toNanos() / 20) {
        LockSupport.parkNanos(BETWEEN_CHANGES.toNanos());
      }
    }
  }
}
