package org.asyncjob.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;

/**
 * The jobs of this node that wait or run, in order, and from these how long each will still take.
 */
final class Workload {

  /**
   * How many jobs ahead are looked at one by one. Beyond it their sum has to do: the lock that all
   * submissions and workers need must not be held the longer, the longer the queue is.
   */
  private static final int LOOKED_AT = 32;

  /** The same where kinds have limits: a sum says little there, as jobs of other kinds overtake. */
  private static final int LOOKED_AT_WITH_LIMITS = 1000;

  private final Experience experience = new Experience();
  private final Map<JobId, Expected> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> limits;

  // Written under the lock, read without it: polls of running jobs do not wait for submissions.
  // What is in runs is in running as well, unless it has just ended.
  private final Map<JobId, Expected> running = new ConcurrentHashMap<>();
  private final Map<JobId, JobRun> runs = new ConcurrentHashMap<>();

  /** Jobs that a worker is about to claim, and whether somebody has asked for their end since. */
  private final Map<JobId, Boolean> claiming = new ConcurrentHashMap<>();

  private final QueuePace pace = new QueuePace(System::nanoTime);
  private long places;
  private long nanosEverQueued;

  /** Creates it for jobs of kinds of which any number may run at once. */
  Workload() {
    this(Map.of());
  }

  /**
   * Creates it.
   *
   * @param limits how many jobs of a kind may run at once, for kinds that have a limit
   */
  Workload(Map<String, Integer> limits) {
    this.limits = limits;
  }

  /** A job waits here that this process has just accepted. */
  void accepted(JobId id, JobRequest request, Optional<Duration> told) {
    queue(id, request, told, true);
  }

  /** A job waits here; one that does already keeps its place. */
  void queued(JobId id, JobRequest request, Optional<Duration> told) {
    queue(id, request, told, false);
  }

  synchronized boolean waits(JobId id) {
    return waiting.containsKey(id);
  }

  /** Whether a job waits or runs here. */
  boolean knows(JobId id) {
    return runs.containsKey(id) || waits(id);
  }

  /** How many jobs wait here. */
  synchronized int waiting() {
    return waiting.size();
  }

  private synchronized void queue(
      JobId id, JobRequest request, Optional<Duration> told, boolean isNew) {
    if (waiting.containsKey(id)) {
      return;
    }
    long nanos = experience.expected(request.kind(), told).toNanos();
    Place place = new Place(places++, nanosEverQueued);
    nanosEverQueued += nanos;
    waiting.put(id, new Expected(request.kind(), told, nanos, place, isNew));
  }

  /** A worker is about to claim a job: from now on {@link #cancel} reaches it. */
  void claiming(JobId id) {
    claiming.put(id, false);
  }

  /**
   * A worker has claimed a job. An earlier run of it here has lost it, and is told.
   *
   * @param estimate what the handler of a request says of its time; asked where the job has not
   *     waited here
   */
  void started(JobRun run, Function<JobRequest, Optional<Duration>> estimate) {
    Job job = run.job();
    if (!hasBegunAfterWaiting(run)) {
      Optional<Duration> told = estimate.apply(job.request());
      begin(run, expectedElsewhere(job.request().kind(), told));
      Instant created = job.created();
      job.started().ifPresent(at -> pace.hasBegun(created, Duration.between(created, at)));
    }
    boolean isCancelRequested = Boolean.TRUE.equals(claiming.remove(job.id()));
    if (isCancelRequested || job.cancelRequested()) {
      run.cancel();
    }
  }

  private synchronized boolean hasBegunAfterWaiting(JobRun run) {
    Expected expected = waiting.remove(run.job().id());
    if (expected != null) {
      if (expected.isNew && run.job().attempt() == 1) {
        run.trustInput();
      }
      begin(run, expected);
    }
    return expected != null;
  }

  private synchronized void begin(JobRun run, Expected expected) {
    running.put(run.job().id(), expected);
    JobRun before = runs.put(run.job().id(), run);
    if (before != null) {
      before.lose();
    }
  }

  private synchronized Expected expectedElsewhere(String kind, Optional<Duration> told) {
    return new Expected(
        kind, told, experience.expected(kind, told).toNanos(), new Place(0, 0), false);
  }

  /** Ends the run of a job, be it about to begin or at work. */
  void cancel(JobId id) {
    claiming.replace(id, true);
    run(id).ifPresent(JobRun::cancel);
  }

  /** Forgets a run that has ended. */
  synchronized void gone(JobRun run) {
    JobId id = run.job().id();
    if (runs.remove(id, run)) {
      running.remove(id);
    }
  }

  /** Forgets a job that waits here, or that a worker could not claim. */
  synchronized void gone(JobId id) {
    waiting.remove(id);
    claiming.remove(id);
  }

  synchronized void succeeded(JobId id, Duration actual) {
    Expected expected = running.get(id);
    if (expected != null) {
      experience.succeeded(expected.kind, expected.told, actual);
    }
  }

  /** How long a job will run, given what its handler says, if anything. */
  synchronized Duration expected(String kind, Optional<Duration> told) {
    return experience.expected(kind, told);
  }

  /** How fast a queue moves that other nodes work on as well. */
  QueuePace pace() {
    return pace;
  }

  /** The jobs that run here. */
  Collection<JobRun> runs() {
    return runs.values();
  }

  Optional<JobRun> run(JobId id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** How long an unfinished job will still take; a guess where this node does not know it. */
  Duration remaining(JobId id, String kind, int workers) {
    JobRun run = runs.get(id);
    return run == null ? remainingOfWaiting(id, kind, workers) : remaining(run);
  }

  private synchronized Duration remainingOfWaiting(JobId id, String kind, int workers) {
    JobRun run = runs.get(id);
    if (run != null) {
      return remaining(run); // it has started since
    }
    Expected own = waiting.get(id);
    if (own == null) {
      return experience.expected(kind, Optional.empty());
    }
    // Time goes on: asked later, the worker of a job that runs is free no later than its place.
    Map<String, PriorityQueue<Long>> places = placesFreeIn();
    PriorityQueue<Long> free = workersFreeIn(workers);
    Place first = waiting.values().iterator().next().place;
    int lookedAt = limits.isEmpty() ? LOOKED_AT : LOOKED_AT_WITH_LIMITS;
    if (own.place.number - first.number > lookedAt) {
      long ahead = own.place.nanosBefore - first.nanosBefore;
      for (long busy : free) {
        ahead += busy;
      }
      int atOnce = Math.min(free.size(), limits.getOrDefault(own.kind, Integer.MAX_VALUE));
      return Duration.ofNanos(ahead / atOnce + own.nanos);
    }
    Forecast forecast = new Forecast(free, places);
    for (Map.Entry<JobId, Expected> ahead : waiting.entrySet()) {
      long end = forecast.next(ahead.getValue().kind, ahead.getValue().nanos);
      if (ahead.getKey().equals(id)) {
        return Duration.ofNanos(end);
      }
    }
    throw new AssertionError(id + " is among those that wait");
  }

  /** How long a job will still take that waits behind all that are known here, at the least. */
  synchronized Duration remainingBehindAll(String kind, Optional<Duration> told, int workers) {
    PriorityQueue<Long> free = workersFreeIn(workers);
    long ahead = 0;
    if (!waiting.isEmpty()) {
      ahead = nanosEverQueued - waiting.values().iterator().next().place.nanosBefore;
    }
    for (long busy : free) {
      ahead += busy;
    }
    return Duration.ofNanos(ahead / free.size()).plus(experience.expected(kind, told));
  }

  /** When the next worker will be free. */
  synchronized Duration nextFree(int workers) {
    return Duration.ofNanos(workersFreeIn(workers).element());
  }

  /** In how many nanoseconds each worker will be free. */
  private PriorityQueue<Long> workersFreeIn(int workers) {
    Collection<JobRun> busy = runs.values();
    PriorityQueue<Long> free = new PriorityQueue<>(workers);
    for (JobRun run : busy) {
      free.add(remaining(run).toNanos());
    }
    for (int idle = free.size(); idle < workers; idle++) {
      free.add(0L);
    }
    return free;
  }

  /** In how many nanoseconds another job of each kind that has a limit may begin. */
  private Map<String, PriorityQueue<Long>> placesFreeIn() {
    Map<String, PriorityQueue<Long>> places = new HashMap<>();
    limits.forEach(
        (kind, limit) -> {
          PriorityQueue<Long> free = new PriorityQueue<>();
          runs.values().stream()
              .filter(run -> run.job().request().kind().equals(kind))
              .forEach(run -> free.add(remaining(run).toNanos()));
          for (int idle = free.size(); idle < limit; idle++) {
            free.add(0L);
          }
          places.put(kind, free);
        });
    return places;
  }

  private Duration remaining(JobRun run) {
    Expected expected = running.get(run.job().id());
    Duration planned =
        expected == null ? usual(run.job().request().kind()) : Duration.ofNanos(expected.nanos);
    Duration left = run.remaining(planned);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private synchronized Duration usual(String kind) {
    return experience.expected(kind, Optional.empty());
  }

  // Nanoseconds in numbers: every submission computes with these under the lock.
  private record Expected(
      String kind, Optional<Duration> told, long nanos, Place place, boolean isNew) {}

  /**
   * Where a job was put into the queue. The difference of two places is what was put in between,
   * including the few that have been cancelled since.
   */
  private record Place(long number, long nanosBefore) {}
}
