package org.asyncjob.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.QueueFullException;
import org.asyncjob.spi.JobExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Lets no more jobs of a kind run at once than its settings allow, the first first. Safe for many
 * threads.
 *
 * <p>Each job is given to the executor once, and so calls one worker. A worker that is called for a
 * job of a limited kind takes the first of that kind, whichever called it; many are called at once,
 * and the first to be called need not be the first to come. If the limit is reached, the call is
 * kept here and the worker is free for other kinds; the worker of the next job of this kind to end
 * answers it. Calls that are kept were made before all that are still in the executor's queue, so
 * nobody is overtaken by that.
 */
final class KindLimits {

  private final Map<String, Lane> lanes = new HashMap<>();
  private final JobExecutor executor;

  /** Calls that the executor has and has not made. */
  private final Map<JobId, Call> calls = new HashMap<>();

  private long numbers;
  private int atWork;
  private int kept;

  /**
   * Creates it.
   *
   * @param limits how many jobs of a kind may run at once, for kinds that have a limit
   */
  KindLimits(Map<String, Integer> limits, JobExecutor executor) {
    limits.forEach((kind, limit) -> lanes.put(kind, new Lane(limit)));
    this.executor = executor;
  }

  /** Whether no kind has a limit: then nobody need be asked. */
  boolean areNone() {
    return lanes.isEmpty();
  }

  /**
   * Refuses a job for which the executor may have room only because calls are kept here.
   *
   * @throws QueueFullException if as many wait, here and there, as the executor lets wait
   */
  synchronized void checkRoom(String kind) {
    int capacity = executor.queueCapacity();
    if (kept > 0 && kept + calls.size() >= capacity && !startsAtOnce(lanes.get(kind))) {
      throw new QueueFullException(capacity);
    }
  }

  private boolean startsAtOnce(@Nullable Lane lane) {
    boolean isAllowed = lane == null || lane.running + lane.waiting.size() < lane.limit;
    return isAllowed && atWork + calls.size() < executor.parallelism();
  }

  /** A job is about to be given to the executor, which may still refuse it. */
  synchronized void offer(Job job) {
    calls.put(job.id(), new Call(job.request().kind(), numbers++));
  }

  /** The executor has taken a job. Its call may have been made meanwhile. */
  synchronized void accepted(JobId id) {
    Call call = calls.get(id);
    if (call != null) {
      list(id, call);
    }
  }

  /** The executor has refused a job. */
  synchronized void refused(JobId id) {
    calls.remove(id);
  }

  /** A job has ended while it waited. */
  void withdraw(JobId id) {
    // A job that a worker has taken leaves its call to the others.
    if (isTakenBack(id) && executor.withdraw(id)) {
      synchronized (this) {
        calls.remove(id);
      }
    }
  }

  private synchronized boolean isTakenBack(JobId id) {
    for (Lane lane : lanes.values()) {
      if (lane.waiting.values().remove(id)) {
        keep(lane, Math.min(lane.kept, lane.waiting.size()));
        return true;
      }
    }
    Call call = calls.get(id);
    return call != null && !lanes.containsKey(call.kind);
  }

  /** The kind of the job of a call that was not made yet. */
  synchronized Optional<String> kind(JobId id) {
    return Optional.ofNullable(calls.get(id)).map(Call::kind);
  }

  /** A worker was called for a job; returns the one that it has to run, if any may run now. */
  synchronized Optional<JobId> called(JobId id, String kind) {
    Call call = calls.remove(id);
    Lane lane = lanes.get(kind);
    if (lane == null) {
      atWork++;
      return Optional.of(id);
    }
    list(id, call == null ? new Call(kind, numbers++) : call); // without one it is another node's
    if (lane.waiting.isEmpty()) {
      return Optional.empty();
    }
    if (lane.running >= lane.limit) {
      keep(lane, lane.kept + 1);
      return Optional.empty();
    }
    lane.running++;
    atWork++;
    return Optional.of(lane.waiting.pollFirstEntry().getValue());
  }

  /**
   * A job of this kind has ended; returns the one with which its worker has to go on, if any.
   *
   * @param hasRun false if another node had it, or it was cancelled: the call is still unanswered
   */
  synchronized Optional<JobId> ended(String kind, boolean hasRun) {
    Lane lane = lanes.get(kind);
    if (lane != null && !lane.waiting.isEmpty() && (lane.kept > 0 || !hasRun)) {
      JobId next = lane.waiting.pollFirstEntry().getValue();
      keep(lane, Math.min(hasRun ? lane.kept - 1 : lane.kept, lane.waiting.size()));
      return Optional.of(next);
    }
    if (lane != null) {
      lane.running--;
    }
    atWork--;
    return Optional.empty();
  }

  private void list(JobId id, Call call) {
    Lane lane = lanes.get(call.kind);
    if (lane != null && !call.isListed) {
      call.isListed = true;
      lane.waiting.put(call.number, id);
    }
  }

  private void keep(Lane lane, int calls) {
    kept += calls - lane.kept;
    lane.kept = calls;
  }

  /** The call of a worker for a job. */
  private static final class Call {

    private final String kind;
    private final long number;
    private boolean isListed;

    private Call(String kind, long number) {
      this.kind = kind;
      this.number = number;
    }

    private String kind() {
      return kind;
    }
  }

  /** The jobs of one kind that has a limit. */
  private static final class Lane {

    private final int limit;
    private final TreeMap<Long, JobId> waiting = new TreeMap<>();
    private int running;
    private int kept;

    private Lane(int limit) {
      this.limit = limit;
    }
  }
}
