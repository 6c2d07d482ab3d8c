package org.asyncjob.engine;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.JobExecutor;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.spi.JobListener;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.SharedJobExecutor;
import org.asyncjob.spi.SharedJobStore;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link JobEngine}: where jobs and bytes are kept, what runs them and what they do.
 * Not safe for many threads.
 */
public final class JobEngineBuilder {

  private static final ObjectMapper OPTIONS =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private @Nullable JobStore store;
  private @Nullable BlobStore blobs;
  private @Nullable JobExecutor executor;
  private final Map<String, RegisteredHandler<?>> handlers = new HashMap<>();
  private final Map<String, HandlerSettings> settings = new HashMap<>();
  private Path workDirectory =
      Path.of(System.getProperty("java.io.tmpdir"), "asyncjob-" + ProcessHandle.current().pid());
  private ObjectMapper resultMapper = new ObjectMapper();
  private InstantSource clock = InstantSource.system();
  private Duration retention = Duration.ofHours(24);
  private Duration tombstones = Duration.ofHours(24);
  private Duration orphans = Duration.ofHours(24);
  private @Nullable LongSupplier nanoTime = System::nanoTime;
  private Duration grace = Duration.ofSeconds(10);
  private int attempts = 3;
  private final List<JobListener> listeners = new ArrayList<>();

  private final ClosedLast closedLast = new ClosedLast();

  JobEngineBuilder() {}

  /** Sets where jobs are remembered; required. */
  public JobEngineBuilder store(JobStore store) {
    this.store = store;
    return this;
  }

  /** Sets where the bytes of inputs and results are kept; required. */
  public JobEngineBuilder blobs(BlobStore blobs) {
    this.blobs = blobs;
    return this;
  }

  /** Sets what runs the jobs; required. The engine starts and closes it. */
  public JobEngineBuilder executor(JobExecutor executor) {
    this.executor = executor;
    return this;
  }

  /**
   * Adds a handler.
   *
   * @param kind the name by which requests ask for it
   * @param optionsType what Jackson makes of a request's options; what it does not know is refused
   * @throws IllegalArgumentException if the kind has a handler already
   */
  public <T> JobEngineBuilder handler(String kind, Class<T> optionsType, JobHandler<T> handler) {
    return handler(kind, optionsType, handler, HandlerSettings.DEFAULT);
  }

  /**
   * Adds a handler with settings of its own, such as how often an attempt that fails is followed by
   * another one.
   *
   * @param kind the name by which requests ask for it
   * @param optionsType what Jackson makes of a request's options; what it does not know is refused
   * @throws IllegalArgumentException if the kind has a handler already
   */
  public <T> JobEngineBuilder handler(
      String kind, Class<T> optionsType, JobHandler<T> handler, HandlerSettings settings) {
    if (handlers.putIfAbsent(kind, new RegisteredHandler<>(optionsType, handler, OPTIONS))
        != null) {
      throw new IllegalArgumentException("job kind \"" + kind + "\" has a handler already");
    }
    this.settings.put(kind, settings);
    return this;
  }

  /**
   * Sets where handlers get their work directories, by default a folder of this process in the
   * system's temporary directory. It must belong to this engine alone: what is left there by a
   * killed process is deleted at the start.
   */
  public JobEngineBuilder workDirectory(Path workDirectory) {
    this.workDirectory = workDirectory;
    return this;
  }

  /**
   * Sets what writes {@linkplain org.asyncjob.spi.JobContext#json JSON results}; by default a plain
   * Jackson mapper, which needs a module for dates and times of {@code java.time}.
   */
  public JobEngineBuilder resultMapper(ObjectMapper resultMapper) {
    this.resultMapper = resultMapper;
    return this;
  }

  /**
   * Sets where the time comes from; the system's clock by default. If that is set forward, nothing
   * expires sooner for it while the process lives; a clock that is given here is taken at its word.
   */
  public JobEngineBuilder clock(InstantSource clock) {
    this.clock = clock;
    nanoTime = null;
    return this;
  }

  /** Sets a clock that may jump, and what counts nanoseconds meanwhile. */
  JobEngineBuilder clock(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    return this;
  }

  /** Sets how long a finished job and its result stay; 24 hours by default. */
  public JobEngineBuilder retention(Duration retention) {
    this.retention = positive("retention", retention);
    return this;
  }

  /** Sets how long it is known of a discarded job that it existed; 24 hours by default. */
  public JobEngineBuilder tombstones(Duration tombstones) {
    this.tombstones = positive("tombstones", tombstones);
    return this;
  }

  /**
   * Sets how long a blob stays that no job refers to, as a process has died that was about to store
   * such a job, say; 24 hours by default. It has to be longer than any upload lasts, and, where
   * many nodes share the blobs, longer than any job works on after it has stored something.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public JobEngineBuilder orphans(Duration orphans) {
    this.orphans = positive("orphans", orphans);
    return this;
  }

  /** Sets how long {@link JobEngine#close()} waits for running jobs; 10 seconds by default. */
  public JobEngineBuilder grace(Duration grace) {
    this.grace = grace;
    return this;
  }

  /**
   * Sets how often a job may be started whose process dies during it, before it is given up, 1 or
   * more; 3 by default. Kinds with {@link HandlerSettings.Builder#attempts} have their own limit.
   */
  public JobEngineBuilder attempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts " + attempts + " is below 1");
    }
    this.attempts = attempts;
    return this;
  }

  /** Adds something that hears of what happens to jobs; none by default, as many as needed. */
  public JobEngineBuilder listener(JobListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Has the engine close something at its own end, e.g. the connections that its store uses. The
   * last that was added is closed first; what fails is logged.
   */
  public JobEngineBuilder closing(AutoCloseable part) {
    closedLast.add(part);
    return this;
  }

  /**
   * Closes what was to be closed with the engine, where none is made of this builder: a part of the
   * application that comes after others could not be opened.
   */
  public void abandon() {
    closedLast.close();
  }

  /**
   * Returns the engine, not yet started.
   *
   * @throws IllegalStateException if the store, the blob store or the executor is missing, or the
   *     executor is one of many nodes and the store is not
   */
  public JobEngine build() {
    if (executor instanceof SharedJobExecutor && !(store instanceof SharedJobStore)) {
      throw new IllegalStateException(
          "%s hands jobs to other nodes, which cannot find them in %s: it needs a SharedJobStore"
              .formatted(executor, store));
    }
    return new JobEngine(this);
  }

  JobStore store() {
    return required("store", store);
  }

  BlobStore blobs() {
    return required("blobs", blobs);
  }

  JobExecutor executor() {
    return required("executor", executor);
  }

  Handlers handlers() {
    return new Handlers(
        Map.copyOf(handlers),
        Map.copyOf(settings),
        new Retries(Map.copyOf(settings), attempts, clock, new SecureRandom()));
  }

  List<JobListener> listeners() {
    return List.copyOf(listeners);
  }

  Path workDirectory() {
    return workDirectory;
  }

  ObjectMapper resultMapper() {
    return resultMapper;
  }

  InstantSource clock() {
    return clock;
  }

  Duration retention() {
    return retention;
  }

  Duration tombstones() {
    return tombstones;
  }

  Duration orphans() {
    return orphans;
  }

  /** What says whether something has expired. */
  InstantSource expiryClock() {
    if (nanoTime == null) {
      return clock;
    }
    Duration longest =
        Stream.of(retention, tombstones, orphans).max(Duration::compareTo).orElse(retention);
    return new SteadyClock(clock, nanoTime, longest);
  }

  Duration grace() {
    return grace;
  }

  ClosedLast closedLast() {
    return closedLast;
  }

  private static Duration positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " of " + duration + " is not above zero");
    }
    return duration;
  }

  private static <T> T required(String name, @Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(
          "an engine needs a " + name + ": call JobEngineBuilder." + name + "(..)");
    }
    return Objects.requireNonNull(part);
  }
}
