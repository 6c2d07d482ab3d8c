package org.asyncjob.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobExecutor;

/**
 * Nodes in one process that share jobs by leases, as those of a database would; sound unless told
 * what is to be wrong with it.
 */
final class LeaseCluster implements SharedJobExecutorContract.Cluster {

  /** What is wrong with a cluster. */
  enum Fault {
    IGNORES_TIMES,
    FORGETS_WHAT_IS_OVERDUE,
    CALLS_WHILE_THE_RUNNER_IS_AT_WORK,
    FORGETS_WHAT_THE_RUNNER_SAYS,
    CALLS_AGAIN_UNASKED,
    TAKES_JOBS_AFTER_THE_END,
    FORGETS_WHAT_IS_GIVEN_BACK_AT_THE_END,
    HANDS_OUT_TWICE,
    KEEPS_JOBS_TO_THEIR_NODE,
    DROPS_WHAT_WAITS_AT_THE_END,
    TRUSTS_DEAD_NODES,
    BELIEVES_DEAD_NODES,
    RENEWS_NO_LEASE,
    QUEUES_TWICE
  }

  private static final Duration LEASE = Duration.ofMillis(400);

  private static final ThreadLocal<JobId> CURRENT = new ThreadLocal<>();

  private final Set<Fault> faults;
  private final int workers;
  private final Object monitor = new Object();
  private final Map<JobId, Task> tasks = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private long order;

  LeaseCluster(int workers, Fault... faults) {
    this.workers = workers;
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(List.of(faults));
  }

  @Override
  public SharedJobExecutor newNode() {
    Node node = new Node();
    synchronized (monitor) {
      nodes.add(node);
    }
    return node;
  }

  @Override
  public void cutOff(SharedJobExecutor node) {
    synchronized (monitor) {
      ((Node) node).isCutOff = true;
    }
  }

  /** Takes a job from the node that runs it, as if that had been asleep for too long. */
  void loseLease(JobId id) {
    synchronized (monitor) {
      tasks.get(id).owner = null;
      monitor.notifyAll();
    }
  }

  @Override
  public Duration lease() {
    return LEASE;
  }

  @Override
  public void close() {
    synchronized (monitor) {
      tasks.clear();
    }
  }

  private boolean is(Fault fault) {
    return faults.contains(fault);
  }

  /** A call that is to be made, or is being made. */
  private static final class Task {

    private final JobId id;
    private final Node giver;
    private long order;
    private Instant due;
    private Node owner;
    private long leaseEnds;
    private Instant again;
    private boolean isDoubled;

    private Task(JobId id, Node giver, long order, Instant due) {
      this.id = id;
      this.giver = giver;
      this.order = order;
      this.due = due;
    }
  }

  private final class Node implements SharedJobExecutor {

    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private boolean isCutOff;
    private boolean isClosed;

    @Override
    public void start(Consumer<JobId> runner) {
      for (int number = 0; number < workers; number++) {
        Thread thread = new Thread(() -> work(runner));
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
      if (!is(Fault.RENEWS_NO_LEASE)) {
        long beat = LEASE.toMillis() / 8;
        Future<?> unused =
            heart.scheduleAtFixedRate(this::renew, beat, beat, TimeUnit.MILLISECONDS);
      }
    }

    private void renew() {
      synchronized (monitor) {
        if (!isCutOff) {
          tasks.values().stream()
              .filter(task -> task.owner == this)
              .forEach(task -> task.leaseEnds = System.nanoTime() + LEASE.toNanos());
        }
      }
    }

    private void work(Consumer<JobId> runner) {
      for (Optional<Task> next = next(); next.isPresent(); next = next()) {
        Task task = next.get();
        CURRENT.set(task.id);
        try {
          runner.accept(task.id);
        } finally {
          CURRENT.remove();
          returned(task);
        }
      }
    }

    private Optional<Task> next() {
      synchronized (monitor) {
        while (!isClosed) {
          Optional<Task> free =
              isCutOff
                  ? Optional.empty()
                  : tasks.values().stream()
                      .filter(this::isFree)
                      .min(Comparator.comparingLong(task -> task.order));
          if (free.isPresent()) {
            free.get().owner = is(Fault.HANDS_OUT_TWICE) ? free.get().owner : this;
            free.get().leaseEnds = System.nanoTime() + LEASE.toNanos();
            return free;
          }
          try {
            monitor.wait(10);
          } catch (InterruptedException e) {
            // closing, which is looked at next, or for a job that is over
          }
        }
        return Optional.empty();
      }
    }

    private boolean isFree(Task task) {
      if (task.owner != null) {
        return task.owner != this
            && !is(Fault.TRUSTS_DEAD_NODES)
            && System.nanoTime() - task.leaseEnds > 0;
      }
      boolean isOurs = !is(Fault.KEEPS_JOBS_TO_THEIR_NODE) || task.giver == this;
      boolean isDue = is(Fault.IGNORES_TIMES) || !Instant.now().isBefore(task.due);
      return isOurs && isDue;
    }

    private void returned(Task task) {
      synchronized (monitor) {
        boolean isBelieved = is(Fault.BELIEVES_DEAD_NODES) || is(Fault.HANDS_OUT_TWICE);
        boolean isStale = isCutOff || task.owner != this || tasks.get(task.id) != task;
        if (isStale && !isBelieved) {
          return;
        }
        if (task.isDoubled || is(Fault.CALLS_AGAIN_UNASKED)) {
          task.again = Instant.now();
          task.isDoubled = false;
        }
        if (task.again == null) {
          tasks.remove(task.id, task);
        } else {
          Task next = new Task(task.id, this, order++, task.again);
          tasks.put(task.id, next);
          monitor.notifyAll();
        }
      }
    }

    @Override
    public void execute(JobId id) {
      synchronized (monitor) {
        refuseIfClosed();
        Task before = tasks.putIfAbsent(id, new Task(id, this, order++, Instant.now()));
        if (before != null && is(Fault.QUEUES_TWICE)) {
          before.isDoubled = true;
        }
        monitor.notifyAll();
      }
    }

    @Override
    public void executeAt(JobId id, Instant time) {
      synchronized (monitor) {
        if (id.equals(CURRENT.get())) {
          again(id, time);
        } else {
          refuseIfClosed();
          if (!is(Fault.FORGETS_WHAT_IS_OVERDUE) || time.isAfter(Instant.now())) {
            tasks.put(id, new Task(id, this, order++, time));
          }
        }
        monitor.notifyAll();
      }
    }

    private void again(JobId id, Instant time) {
      Task task = tasks.get(id);
      boolean isForgotten =
          is(Fault.FORGETS_WHAT_THE_RUNNER_SAYS)
              || (isClosed && is(Fault.FORGETS_WHAT_IS_GIVEN_BACK_AT_THE_END));
      if (isCutOff || task == null || task.owner != this || isForgotten) {
        return;
      }
      if (is(Fault.CALLS_WHILE_THE_RUNNER_IS_AT_WORK)) {
        tasks.put(id, new Task(id, this, order++, time));
      } else {
        task.again = time;
      }
    }

    private void refuseIfClosed() {
      if (isClosed && !is(Fault.TAKES_JOBS_AFTER_THE_END)) {
        throw new EngineClosedException("This node has ended.");
      }
    }

    @Override
    public boolean withdraw(JobId id) {
      synchronized (monitor) {
        Task task = tasks.get(id);
        return task != null && task.owner == null && tasks.remove(id, task);
      }
    }

    @Override
    public int parallelism() {
      return workers;
    }

    @Override
    public int queueCapacity() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void close(Duration grace) {
      synchronized (monitor) {
        if (isClosed) {
          return;
        }
        isClosed = true;
        if (is(Fault.DROPS_WHAT_WAITS_AT_THE_END)) {
          tasks.values().removeIf(task -> task.owner == null && task.giver == this);
        }
        monitor.notifyAll();
      }
      try {
        long end = System.nanoTime() + grace.toNanos();
        for (Thread thread : threads) {
          thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        for (Thread thread : threads) {
          thread.interrupt();
        }
        for (Thread thread : threads) {
          thread.join(10_000);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      heart.shutdownNow();
    }
  }
}
