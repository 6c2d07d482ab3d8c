package org.asyncjob.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The scheduler of one node and its threads, none of which keeps the process alive. */
final class Picking {

  private static final Duration NEVER = Duration.ofDays(36_500);
  private static final int LONGEST_HOST = 30;

  private final SchedulerDatabase database;
  private final HandOver handOver;
  private final String node;
  private final Scheduler scheduler;

  /**
   * Creates it.
   *
   * @param node as what it picks jobs; no other does, or did before
   */
  Picking(
      String node,
      NodeSettings settings,
      SchedulerDatabase database,
      HandOver handOver,
      JobTask task) {
    this.node = node;
    this.database = database;
    this.handOver = handOver;
    NodeSettings.Rhythm rhythm = settings.rhythm();
    CustomTask<Void> known = task.task();
    int workers = settings.workers();
    scheduler =
        Scheduler.create(database.source(), known)
            .schedulerName(new SchedulerName.Fixed(node))
            .clock(database.clock())
            .jdbcCustomization(
                new LeasedPick(known.getName(), database, handOver, rhythm.polling()))
            .commitWhenAutocommitDisabled(true)
            .threads(workers)
            // One at a time for each thread: what was picked and has to wait would wait here only.
            .pollUsingLockAndFetch((workers - 0.5) / workers, 1.0)
            .enableImmediateExecution()
            .pollingInterval(rhythm.polling())
            .heartbeatInterval(rhythm.heartbeat())
            .missedHeartbeatsLimit(rhythm.missedHeartbeats())
            .addSchedulerListener(task)
            // Tasks of others are none of our business.
            .deleteUnresolvedAfter(NEVER)
            .shutdownMaxWait(Duration.ofSeconds(1))
            .executorService(workers(workers, threads(settings.threadNamePrefix())))
            .dueExecutor(Executors.newSingleThreadExecutor(threads("job-picker-")))
            .housekeeperExecutor(Executors.newScheduledThreadPool(2, threads("job-leases-")))
            .build();
  }

  /** Threads that look for more when they have done what they had, and there may be more. */
  private ThreadPoolExecutor workers(int count, ThreadFactory threads) {
    return new ThreadPoolExecutor(
        count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads) {
      @Override
      protected void afterExecute(Runnable done, @Nullable Throwable failure) {
        if (handOver.mayWait()) {
          handOut();
        }
      }
    };
  }

  /** As what this node picks jobs. */
  String node() {
    return node;
  }

  void start() {
    scheduler.start();
    handOver.open();
  }

  /** Has what is due looked for as soon as a thread is free for it. */
  void wake() {
    handOver.waiting();
    if (handOver.isFree()) {
      handOut();
    }
  }

  /** Has new jobs of this node begin. */
  void handOut() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Nothing is looked for any more; leases are still renewed. */
  void pause() {
    scheduler.pause();
  }

  /** No thread waits for the database any more. */
  void impatient() {
    database.close();
  }

  void stop() {
    database.close();
    scheduler.stop();
  }

  /** A name for a new node. */
  static String nodeName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return "%s-%d-%06x"
        .formatted(
            host.substring(0, Math.min(host.length(), LONGEST_HOST)),
            ProcessHandle.current().pid(),
            ThreadLocalRandom.current().nextInt(1 << 24));
  }

  private static ThreadFactory threads(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
