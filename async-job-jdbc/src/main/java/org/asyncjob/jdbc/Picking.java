package org.asyncjob.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The scheduler of one node and its threads, none of which keeps the process alive. */
final class Picking {

  private static final Duration NEVER = Duration.ofDays(36_500);
  private static final int LONGEST_HOST = 30;

  private final SchedulerDatabase database;
  private final String node = nodeName();
  private final Scheduler scheduler;

  Picking(NodeSettings settings, SchedulerDatabase database, JobTask task) {
    this.database = database;
    NodeSettings.Rhythm rhythm = settings.rhythm();
    CustomTask<Void> known = task.task();
    int workers = settings.workers();
    scheduler =
        Scheduler.create(database.source(), known)
            .schedulerName(new SchedulerName.Fixed(node))
            .clock(database.clock())
            .jdbcCustomization(new LeasedPick(known.getName(), database.source(), database.clock()))
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
            .executorService(
                Executors.newFixedThreadPool(workers, threads(settings.threadNamePrefix())))
            .dueExecutor(Executors.newSingleThreadExecutor(threads("job-picker-")))
            .housekeeperExecutor(Executors.newScheduledThreadPool(2, threads("job-leases-")))
            .build();
  }

  /** As what this node picks jobs; no other does, or did before. */
  String node() {
    return node;
  }

  void start() {
    scheduler.start();
  }

  /** Has what is due looked for at once. */
  void wake() {
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

  private static String nodeName() {
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
