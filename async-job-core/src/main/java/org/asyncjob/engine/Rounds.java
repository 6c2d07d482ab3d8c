package org.asyncjob.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.SharedJobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round once a second on a thread of its own: writes how far the runs of this node are, and,
 * where other nodes use the store as well, looks what they have done to jobs that run here or that
 * somebody waits for here. What other nodes say that they have changed is looked at at once.
 */
final class Rounds {

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  /** Jobs that are over sooner cost no write; and no job costs more than one in this time. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Every how many rounds those are looked at that run elsewhere. */
  private static final int ROUNDS_FOR_OTHERS = 2;

  private static final int MOST_AT_ONCE = 1000;

  private final JobStore store;
  private final Transitions transitions;
  private final Workload workload;
  private final Watchers watchers;
  private final Followers followers;
  private final Set<JobId> hints = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean willLook = new AtomicBoolean();
  private final Outage outage =
      new Outage(LOG, "progress is neither written nor read, as the store does not answer");
  private final Outage oddities = new Outage(LOG, "the progress of a job cannot be written");
  private final ScheduledThreadPoolExecutor thread;
  private int round;

  Rounds(
      JobStore store,
      Transitions transitions,
      Workload workload,
      Watchers watchers,
      Followers followers) {
    this.store = store;
    this.transitions = transitions;
    this.workload = workload;
    this.watchers = watchers;
    this.followers = followers;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread daemon = new Thread(task, "job-rounds");
              daemon.setDaemon(true);
              return daemon;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Listens to other nodes; to be called before anything else is done with the store. */
  void listen() {
    if (store instanceof SharedJobStore shared) {
      shared.listen(this::changed);
    }
  }

  void start() {
    long nanos = PERIOD.toNanos();
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            () -> attempt(this::goRound), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  void close() {
    thread.shutdownNow();
  }

  /** Another node may have changed a job. Never blocks. */
  private void changed(JobId id) {
    if (!isOfInterest(id)) {
      return;
    }
    hints.add(id);
    if (willLook.compareAndSet(false, true)) {
      try {
        thread.execute(() -> attempt(this::lookAtHints));
      } catch (RejectedExecutionException e) {
        LOG.debug("the engine is closed", e);
      }
    }
  }

  private boolean isOfInterest(JobId id) {
    return workload.run(id).isPresent() || watchers.ids().contains(id) || followers.follows(id);
  }

  private void lookAtHints() {
    willLook.set(false);
    Set<JobId> ids = new LinkedHashSet<>(hints);
    hints.removeAll(ids);
    if (store instanceof SharedJobStore shared) {
      look(shared, ids);
    }
  }

  private void goRound() {
    if (store instanceof SharedJobStore shared) {
      Set<JobId> ids = new LinkedHashSet<>();
      workload.runs().forEach(run -> ids.add(run.job().id()));
      if (++round % ROUNDS_FOR_OTHERS == 0) {
        ids.addAll(watchers.ids());
        ids.addAll(followers.ids());
      }
      look(shared, ids);
    } else {
      workload.runs().forEach(run -> seeTo(run, () -> writeProgress(run, run.latest())));
    }
  }

  private void look(SharedJobStore shared, Set<JobId> ids) {
    List<JobId> left = new ArrayList<>(ids);
    for (int from = 0; from < left.size(); from += MOST_AT_ONCE) {
      List<JobId> some = left.subList(from, Math.min(left.size(), from + MOST_AT_ONCE));
      // Looked up before the jobs are read: a run that begins after that has nothing to fear.
      Map<JobId, JobRun> runs = new HashMap<>();
      some.forEach(id -> workload.run(id).ifPresent(run -> runs.put(id, run)));
      Map<JobId, Job> found = new HashMap<>();
      shared.findAll(some).forEach(job -> found.put(job.id(), job));
      some.forEach(
          id -> stands(id, Optional.ofNullable(runs.get(id)), Optional.ofNullable(found.get(id))));
    }
  }

  private void stands(JobId id, Optional<JobRun> run, Optional<Job> job) {
    if (job.isEmpty()) {
      run.ifPresent(JobRun::loseUnlessOver);
      watchers.lookAgain(id);
      followers.lookAgain(id);
      return;
    }
    run.ifPresent(ours -> stands(ours, job.get()));
    watchers.stands(job.get());
    followers.stands(job.get());
  }

  private void stands(JobRun run, Job job) {
    seeTo(run, () -> look(run, job));
  }

  /** A job that the store does not take must not keep the others from being seen to. */
  private void seeTo(JobRun run, Runnable task) {
    try {
      task.run();
    } catch (JobStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      oddities.failed(new IllegalStateException("the store does not take " + run.job(), e));
    }
  }

  private void look(JobRun run, Job job) {
    if (Transitions.own(run.job(), job).isEmpty()) {
      run.loseUnlessOver();
      return;
    }
    if (job.cancelRequested()) {
      run.cancel();
    }
    writeProgress(run, job);
  }

  private void writeProgress(JobRun run, Job seen) {
    if (run.elapsed().compareTo(PERIOD) < 0) {
      return;
    }
    Optional<JobProgress> news = run.unwritten();
    if (news.isEmpty()) {
      return;
    }
    Optional<Job> written = transitions.progressed(run.job(), seen, news.get());
    if (written.isPresent()) {
      run.wrote(news.get(), written.get());
    } else {
      transitions.find(seen.id()).ifPresent(run::saw); // it has changed since: the next round
    }
  }

  private void attempt(Runnable task) {
    try {
      task.run();
      outage.succeeded();
    } catch (RuntimeException e) {
      outage.failed(e);
    }
  }
}
