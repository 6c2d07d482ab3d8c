package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every {@link SharedJobExecutor} passes these, beside {@link JobExecutorContract}: how the nodes
 * of one cluster share jobs. Subclass it, return a cluster, add nothing.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SharedJobExecutorContract {

  private static final int MANY = 60;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private Cluster cluster;
  private List<Node> nodes;

  /** For subclasses. */
  protected SharedJobExecutorContract() {}

  /** Returns an empty cluster, once for each test. */
  protected abstract Cluster newCluster() throws Exception;

  /** How long to wait for what should happen soon; only a slow executor has to say more. */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** Executors that share their jobs. */
  public interface Cluster {

    /** Returns the executor of another node, not started yet. */
    SharedJobExecutor newNode() throws Exception;

    /**
     * Makes a node dead to the others, as by pulling its cable: nothing that it does reaches them
     * any more, the renewal of its leases included. What it runs may go on.
     */
    void cutOff(SharedJobExecutor node) throws Exception;

    /** How long a node that does not renew it has its lease, at most. */
    Duration lease();

    /** Throws away all that the cluster has. The nodes are closed before. */
    void close() throws Exception;
  }

  @BeforeEach
  final void openCluster() throws Exception {
    cluster = newCluster();
    nodes = new ArrayList<>();
  }

  @AfterEach
  final void closeCluster() throws Exception {
    nodes.forEach(Node::releaseAll);
    nodes.forEach(node -> node.executor.close(Duration.ZERO));
    cluster.close();
  }

  /** {@link SharedJobExecutor#executeAt}. */
  @Nested
  class ExecuteAt {

    @Test
    void aJobForLaterIsNotRunBefore() throws Exception {
      Node node = new Node();
      Instant time = Instant.now().plusSeconds(2);
      JobId id = JobId.random();

      node.executor.executeAt(id, time);

      awaitThat(() -> node.hasStarted(id));
      assertThat(node.calls.peek().at()).isAfterOrEqualTo(time);
    }

    @Test
    void aTimeThatIsOverMeansSoon() throws Exception {
      Node node = new Node();
      JobId id = JobId.random();

      node.executor.executeAt(id, Instant.now().minusSeconds(3600));

      awaitThat(() -> node.hasStarted(id));
    }

    @Test
    void theRunnerHasItsOwnJobRunAgainWhenItHasReturned() throws Exception {
      Node node = new Node();
      JobId id = node.held();
      AtomicInteger calls = new AtomicInteger();
      node.before(
          id,
          executor -> {
            if (calls.incrementAndGet() == 1) {
              executor.executeAt(id, Instant.now());
            }
          });
      node.executor.execute(id);
      awaitThat(() -> node.hasStarted(id));
      passes(cluster.lease());
      assertThat(calls).as("calls while the first one lasts").hasValue(1);

      node.releaseAll();

      awaitThat(() -> calls.get() == 2 && node.atWork.get() == 0);
    }

    @Test
    void withoutItAJobIsDoneWithWhenTheRunnerReturns() throws Exception {
      Node node = new Node();
      JobId id = JobId.random();
      node.executor.execute(id);
      awaitThat(() -> node.hasStarted(id));

      passes(cluster.lease().multipliedBy(2));

      assertThat(node.started()).containsExactly(id);
    }

    @Test
    void theRunnerMayNameALaterTime() throws Exception {
      Node node = new Node();
      JobId id = JobId.random();
      AtomicInteger calls = new AtomicInteger();
      Instant time = Instant.now().plusSeconds(3);
      node.before(
          id,
          executor -> {
            if (calls.incrementAndGet() == 1) {
              executor.executeAt(id, time);
            }
          });

      node.executor.execute(id);

      awaitThat(() -> node.started().size() == 2);
      assertThat(List.copyOf(node.calls).get(1).at()).isAfterOrEqualTo(time);
    }

    @Test
    void afterTheEndOfTheExecutorItIsRefused() throws Exception {
      Node node = new Node();
      node.executor.close(LONG);

      assertThatThrownBy(() -> node.executor.executeAt(JobId.random(), Instant.now()))
          .isInstanceOf(EngineClosedException.class);
    }

    @Test
    void whatARunnerGivesBackWhileItsNodeClosesIsRunByAnother() throws Exception {
      Node closing = new Node();
      JobId id = closing.held();
      closing.afterInterruption(id, executor -> executor.executeAt(id, Instant.now()));
      closing.executor.execute(id);
      awaitThat(() -> closing.hasStarted(id));
      Node other = new Node();

      closing.executor.close(Duration.ZERO);

      awaitThat(() -> other.hasStarted(id));
    }
  }

  /** What the nodes of a cluster are to each other. */
  @Nested
  class Nodes {

    @Test
    void eachJobRunsOnceOnOneOfThem() throws Exception {
      List<Node> three = List.of(new Node(), new Node(), new Node());
      List<JobId> all = new ArrayList<>();
      for (int number = 0; number < MANY; number++) {
        JobId id = JobId.random();
        all.add(id);
        three.get(number % three.size()).executor.execute(id);
      }

      awaitThat(() -> startedAnywhere().size() >= MANY);
      passes(cluster.lease());

      assertThat(startedAnywhere()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aJobForWhichOneHasNoRoomIsRunByAnother() throws Exception {
      Node busy = new Node();
      for (int worker = 0; worker < busy.executor.parallelism(); worker++) {
        JobId id = busy.held();
        busy.executor.execute(id);
        awaitThat(() -> busy.hasStarted(id));
      }
      Node free = new Node();
      JobId id = JobId.random();

      busy.executor.execute(id);

      awaitThat(() -> free.hasStarted(id));
    }

    @Test
    void whatWaitsWhenOneClosesIsRunByAnother() throws Exception {
      Node closing = new Node();
      for (int worker = 0; worker < closing.executor.parallelism(); worker++) {
        JobId id = closing.held();
        closing.executor.execute(id);
        awaitThat(() -> closing.hasStarted(id));
      }
      JobId waiting = JobId.random();
      closing.executor.execute(waiting);
      Thread close = new Thread(() -> closing.executor.close(LONG));
      close.start();
      awaitThat(() -> isClosed(closing));

      Node other = new Node();

      awaitThat(() -> other.hasStarted(waiting));
      closing.releaseAll();
      close.join();
      assertThat(closing.hasStarted(waiting)).isFalse();
    }

    /** What it may leave behind is not run before tomorrow. */
    private boolean isClosed(Node node) {
      try {
        node.executor.executeAt(JobId.random(), Instant.now().plus(Duration.ofDays(1)));
        return false;
      } catch (EngineClosedException e) {
        return true;
      }
    }

    @Test
    void aJobOfADeadOneIsRunByAnother() throws Exception {
      Node dead = new Node();
      JobId id = dead.held();
      dead.executor.execute(id);
      awaitThat(() -> dead.hasStarted(id));
      Node other = new Node();

      cluster.cutOff(dead.executor);

      awaitThat(() -> other.hasStarted(id));
    }

    @Test
    void aDeadOneThatComesToAnEndAfterAllDoesNotEndTheWorkOfAnother() throws Exception {
      Node dead = new Node();
      JobId id = dead.held();
      dead.executor.execute(id);
      awaitThat(() -> dead.hasStarted(id));
      Node second = new Node();
      second.hold(id);
      cluster.cutOff(dead.executor);
      awaitThat(() -> second.hasStarted(id));

      dead.releaseAll();
      awaitThat(() -> dead.atWork.get() == 0);
      Node third = new Node();
      cluster.cutOff(second.executor);

      awaitThat(() -> third.hasStarted(id));
    }

    @Test
    void aJobThatLastsLongerThanALeaseIsNotTakenFromALivingOne() throws Exception {
      Node working = new Node();
      JobId id = working.held();
      working.executor.execute(id);
      awaitThat(() -> working.hasStarted(id));
      Node other = new Node();

      passes(cluster.lease().multipliedBy(3));

      assertThat(startedAnywhere()).containsExactly(id);
      assertThat(other.started()).isEmpty();
    }

    @Test
    void aJobThatIsGivenAgainWhileItWaitsRunsOnce() throws Exception {
      Node node = new Node();
      List<JobId> busy = new ArrayList<>();
      for (int worker = 0; worker < node.executor.parallelism(); worker++) {
        JobId id = node.held();
        busy.add(id);
        node.executor.execute(id);
        awaitThat(() -> node.hasStarted(id));
      }
      JobId id = JobId.random();
      node.executor.execute(id);
      node.executor.execute(id);

      node.releaseAll();

      awaitThat(() -> node.hasStarted(id));
      passes(cluster.lease());
      assertThat(node.started()).hasSize(busy.size() + 1);
    }
  }

  private List<JobId> startedAnywhere() {
    return nodes.stream().flatMap(node -> node.started().stream()).toList();
  }

  /** Where something must not happen, there is nothing else to wait for than that time passes. */
  private void passes(Duration time) {
    long begin = System.nanoTime();
    awaitThat(() -> System.nanoTime() - begin > time.toNanos());
  }

  private void awaitThat(BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("waiting for what the executors have to do")
          .isLessThan(patience().plus(cluster.lease().multipliedBy(3)));
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private record Call(JobId id, Instant at) {}

  /** An executor of the cluster and what it was told to run. */
  private final class Node {

    private final SharedJobExecutor executor;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Map<JobId, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<JobId, Consumer<SharedJobExecutor>> before = new ConcurrentHashMap<>();
    private final Map<JobId, Consumer<SharedJobExecutor>> interrupted = new ConcurrentHashMap<>();
    private final AtomicInteger atWork = new AtomicInteger();

    private Node() throws Exception {
      executor = cluster.newNode();
      nodes.add(this);
      executor.start(this::run);
    }

    private void run(JobId id) {
      atWork.incrementAndGet();
      calls.add(new Call(id, Instant.now()));
      try {
        before.getOrDefault(id, any -> {}).accept(executor);
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos()); // Another node may come by meanwhile.
        if (held.containsKey(id)) {
          held.get(id).await(patience().toNanos() * 4, TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        interrupted.getOrDefault(id, any -> {}).accept(executor);
      } finally {
        atWork.decrementAndGet();
      }
    }

    /** Returns a job that runs here until it is released or interrupted. */
    private JobId held() {
      JobId id = JobId.random();
      hold(id);
      return id;
    }

    private void hold(JobId id) {
      held.put(id, new CountDownLatch(1));
    }

    private void releaseAll() {
      held.values().forEach(CountDownLatch::countDown);
    }

    /** Has the runner do something at the beginning of a job. */
    private void before(JobId id, Consumer<SharedJobExecutor> action) {
      before.put(id, action);
    }

    private void afterInterruption(JobId id, Consumer<SharedJobExecutor> action) {
      interrupted.put(id, action);
    }

    private List<JobId> started() {
      return calls.stream().map(Call::id).toList();
    }

    private boolean hasStarted(JobId id) {
      return started().contains(id);
    }
  }
}
