package org.asyncjob.jdbc;

import java.time.Duration;

/** Describes a {@link DbSchedulerJobExecutor}. Not safe for many threads. */
public final class DbSchedulerJobExecutorBuilder {

  /** What db-scheduler can do with; fewer would take a busy node for a dead one. */
  private static final int FEWEST_HEARTBEATS = 4;

  private final SharedJdbcJobStore store;
  private String taskName = "asyncjob";
  private int workers = Runtime.getRuntime().availableProcessors();
  private int queueCapacity = 1_000;
  private Duration pollingInterval = Duration.ofSeconds(1);
  private Duration heartbeatInterval = Duration.ofSeconds(2);
  private int missedHeartbeats = FEWEST_HEARTBEATS;
  private Duration abandonAfter = Duration.ofSeconds(10);
  private String threadNamePrefix = "job-worker-";

  DbSchedulerJobExecutorBuilder(SharedJdbcJobStore store) {
    this.store = store;
  }

  /**
   * Sets how many jobs run at once on this node; the number of processors if not set.
   *
   * @param workers 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public DbSchedulerJobExecutorBuilder workers(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException(workers + " workers cannot work; it takes 1 or more");
    }
    this.workers = workers;
    return this;
  }

  /**
   * Sets how many jobs may wait for any of the nodes, as far as this one accepts them; 1,000 if not
   * set. All nodes should have the same.
   *
   * @param queueCapacity 0 or more; with 0, a job is taken only if a worker of this node is free
   * @throws IllegalArgumentException if it is negative
   */
  public DbSchedulerJobExecutorBuilder queueCapacity(int queueCapacity) {
    if (queueCapacity < 0) {
      throw new IllegalArgumentException(
          "queue capacity " + queueCapacity + " is negative; 0 means that no job waits");
    }
    this.queueCapacity = queueCapacity;
    return this;
  }

  /**
   * Sets how often this node looks for jobs that others have accepted, or whose time has come;
   * every second if not set. It begins with its own at once, if a worker is free.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public DbSchedulerJobExecutorBuilder pollingInterval(Duration pollingInterval) {
    this.pollingInterval = positive("polling interval", pollingInterval);
    return this;
  }

  /**
   * Sets how often this node tells that it is alive, and half as often looks who is not; every 2
   * seconds if not set. All nodes have to have the same.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public DbSchedulerJobExecutorBuilder heartbeatInterval(Duration heartbeatInterval) {
    this.heartbeatInterval = positive("heartbeat interval", heartbeatInterval);
    return this;
  }

  /**
   * Sets how many heartbeats have to be missing until a node is taken for dead; 4 if not set. All
   * nodes have to have the same. A node that stands still for longer than that and goes on may do
   * in vain what another does as well; its result is refused.
   *
   * @param missedHeartbeats 4 or more
   * @throws IllegalArgumentException if it is less
   */
  public DbSchedulerJobExecutorBuilder missedHeartbeats(int missedHeartbeats) {
    if (missedHeartbeats < FEWEST_HEARTBEATS) {
      throw new IllegalArgumentException(
          "%d missed heartbeats are too few to take a node for dead; it takes %d or more"
              .formatted(missedHeartbeats, FEWEST_HEARTBEATS));
    }
    this.missedHeartbeats = missedHeartbeats;
    return this;
  }

  /**
   * Sets how long {@link DbSchedulerJobExecutor#close} waits for jobs that it has interrupted; 10
   * seconds if not set.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DbSchedulerJobExecutorBuilder abandonAfter(Duration abandonAfter) {
    if (abandonAfter.isNegative()) {
      throw new IllegalArgumentException("abandon after " + abandonAfter + " is negative");
    }
    this.abandonAfter = abandonAfter;
    return this;
  }

  /**
   * Sets what comes before the number in the names of the threads that run jobs; {@code
   * job-worker-} if not set.
   */
  public DbSchedulerJobExecutorBuilder threadNamePrefix(String threadNamePrefix) {
    this.threadNamePrefix = threadNamePrefix;
    return this;
  }

  /** Keeps the jobs of executors apart that have one database: tests make many. */
  DbSchedulerJobExecutorBuilder taskName(String taskName) {
    this.taskName = taskName;
    return this;
  }

  /**
   * Returns an executor that waits for its {@link DbSchedulerJobExecutor#start}.
   *
   * @throws IllegalStateException if the store has an executor already
   */
  public DbSchedulerJobExecutor build() {
    NodeSettings.Rhythm rhythm =
        new NodeSettings.Rhythm(pollingInterval, heartbeatInterval, missedHeartbeats);
    return new DbSchedulerJobExecutor(
        store,
        new TaskTable(taskName),
        new NodeSettings(workers, queueCapacity, abandonAfter, threadNamePrefix, rhythm));
  }

  private static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " of " + duration + " is not above zero");
    }
    return duration;
  }
}
