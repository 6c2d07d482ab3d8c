package org.asyncjob.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyncjob.EngineClosedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobStore;

/** The queue of a node that has its jobs for itself: what the executor forgets, the store knows. */
final class LocalJobQueue implements JobQueue, Again {

  private final JobExecutor executor;
  private final Handlers handlers;
  private final Workload workload;
  private final JobStore store;
  private final KindLimits limits;
  private final Recovery recovery;
  private final Backlog backlog;
  private final Newcomers newcomers = new Newcomers();
  private volatile boolean closing;

  LocalJobQueue(
      JobExecutor executor,
      Handlers handlers,
      Workload workload,
      JobStore store,
      Recovery recovery) {
    this.executor = executor;
    this.handlers = handlers;
    this.workload = workload;
    this.store = store;
    this.recovery = recovery;
    limits = new KindLimits(handlers.limits(), executor);
    backlog = new Backlog(store, recovery.claims()::isToBeRun, this::handOnAgain, workload::gone);
  }

  @Override
  public void start(Worker worker) {
    executor.start(limits.areNone() ? id -> run(id, worker) : id -> runWithinLimits(id, worker));
    backlog.begin(this::recover);
  }

  /** If the store does not answer, nobody has to wait for it to do so: this is called again. */
  private void recover() {
    try {
      recovery.handOn(this::left, () -> closing);
    } finally {
      newcomers.letGo(this::addLast);
    }
  }

  private boolean run(JobId id, Worker worker) {
    boolean hasRun = worker.run(id, this);
    backlog.resume();
    return hasRun;
  }

  private void runWithinLimits(JobId id, Worker worker) {
    String kind;
    try {
      kind = limits.kind(id).or(() -> kind(id)).orElse("of a job that is gone");
    } catch (JobStoreException e) {
      lookAgain(id);
      return;
    }
    Optional<JobId> next = limits.called(id, kind);
    while (next.isPresent()) {
      boolean hasRun = run(next.get(), worker);
      next = limits.ended(kind, hasRun).filter(any -> !closing);
    }
    backlog.resume();
  }

  private Optional<String> kind(JobId id) {
    return store.find(id).map(job -> job.request().kind());
  }

  @Override
  public void accepting(JobId id) {
    recovery.accepting(id);
  }

  @Override
  public void accept(Job job, Optional<Duration> told) {
    if (!backlog.isEmpty()) {
      backlog.resume();
    }
    limits.checkRoom(job.request().kind());
    if (newcomers.add(job, told, this::room, executor.queueCapacity())) {
      return;
    }
    if (backlog.isBeingHandedOn()) {
      int capacity = executor.queueCapacity();
      if (backlog.size() >= capacity) {
        throw new QueueFullException(capacity);
      }
      addLast(job, told);
      backlog.resume();
    } else {
      handOn(job, told);
    }
  }

  private void addLast(Job job, Optional<Duration> told) {
    workload.accepted(job.id(), job.request(), told);
    backlog.add(job.id());
  }

  private long room() {
    int parallelism = executor.parallelism();
    int idle = Math.max(0, parallelism - workload.runs().size());
    return (long) executor.queueCapacity() + idle - workload.waiting();
  }

  /** Takes jobs that an earlier process has left. However many they are, they wait for room. */
  private void left(List<Job> jobs) {
    if (closing || jobs.isEmpty()) {
      return; // the store has them for the next start
    }
    newcomers.hold();
    List<Job> due = new ArrayList<>(jobs.size());
    for (Job job : jobs) {
      Duration pause = handlers.retries().pause(job);
      if (pause.isZero()) {
        workload.queued(job.id(), job.request(), handlers.estimate(job.request()));
        due.add(job);
      } else {
        backlog.addIn(pause, job.id());
      }
    }
    backlog.addAll(due);
  }

  @Override
  public void queued(Job job) {
    if (closing) {
      return; // the store has it for the next start
    }
    Duration pause = handlers.retries().pause(job);
    if (pause.isZero()) {
      workload.queued(job.id(), job.request(), handlers.estimate(job.request()));
      backlog.add(job.id());
    } else {
      backlog.addIn(pause, job.id());
    }
  }

  @Override
  public void unknown(JobId id) {
    lookAgain(id);
  }

  @Override
  public void lookAgain(JobId id) {
    if (!closing) {
      backlog.addIn(Backlog.AGAIN_AFTER_FAILURE, id);
    }
  }

  @Override
  public void withdraw(JobId id) {
    newcomers.remove(id);
    backlog.remove(id);
    if (limits.areNone()) {
      executor.withdraw(id);
    } else {
      limits.withdraw(id);
    }
    workload.gone(id);
  }

  @Override
  public Estimate estimate(Job job) {
    Duration pause = handlers.retries().pause(job);
    String kind = job.request().kind();
    if (!pause.isZero()) {
      return Estimate.of(pause.plus(workload.expected(kind, handlers.estimate(job.request()))));
    }
    // Its place is not known yet, but it is behind all that are.
    boolean isLast =
        job.state() == JobState.QUEUED && newcomers.areHeld() && !workload.knows(job.id());
    return Estimate.of(
        isLast
            ? workload.remainingBehindAll(
                kind, handlers.estimate(job.request()), executor.parallelism())
            : workload.remaining(job.id(), kind, executor.parallelism()));
  }

  @Override
  public Duration retryAfter() {
    return Estimate.of(workload.nextFree(executor.parallelism())).remaining();
  }

  @Override
  public void close(Duration grace) {
    closing = true;
    backlog.close();
    executor.close(grace);
  }

  private void handOnAgain(Job job) {
    if (!workload.waits(job.id())) {
      workload.queued(job.id(), job.request(), handlers.estimate(job.request()));
    }
    execute(job);
  }

  private void handOn(Job job, Optional<Duration> told) {
    workload.accepted(job.id(), job.request(), told);
    try {
      execute(job);
    } catch (RuntimeException e) {
      workload.gone(job.id());
      throw e;
    }
  }

  private void execute(Job job) {
    if (limits.areNone()) {
      executor.execute(job.id());
      return;
    }
    limits.offer(job);
    try {
      executor.execute(job.id());
      limits.accepted(job.id());
    } catch (QueueFullException | EngineClosedException e) {
      limits.refused(job.id());
      throw e;
    }
  }
}
