package org.asyncjob.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.QueueFullException;
import org.asyncjob.engine.HandlerSettings;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many nodes are for: whoever is asked answers, whoever is free works, whoever dies is
 * replaced.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private Path directory;
  private Cluster cluster;
  private final Semaphore mayEnd = new Semaphore(0);
  private final Queue<String> runs = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void open() throws SQLException {
    cluster = new Cluster(directory);
  }

  @AfterEach
  void close() {
    mayEnd.release(1_000);
    cluster.close();
  }

  @Test
  void anyNodeAnswersForAnyJobAndHasItsResult() throws Exception {
    Cluster.Node first = cluster.node(named("first"));
    Cluster.Node second = cluster.node(named("second"));
    Blob input = input(first.engine(), "a long film");
    JobId id = first.engine().submit(JobRequest.builder("copy").input(input).build()).id();

    awaitState(second, id, JobState.SUCCEEDED);

    for (Cluster.Node node : List.of(first, second)) {
      Job job = node.engine().find(id).orElseThrow();
      JobResult.Bytes result = (JobResult.Bytes) job.result().orElseThrow();
      try (InputStream bytes = node.engine().open(result.blob(), 0)) {
        assertThat(new String(bytes.readAllBytes(), UTF_8)).isEqualTo("a long film");
      }
    }
  }

  @Test
  void jobsOfOneNodeAreDoneByAll() throws Exception {
    Cluster.Node first = cluster.node(named("first"));
    cluster.node(named("second"));
    List<JobId> jobs = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      jobs.add(first.engine().submit(JobRequest.builder("held").build()).id());
    }

    await().atMost(PATIENCE).until(() -> runs.size() == 4);

    assertThat(runs).containsOnlyOnce("first 1 " + jobs.get(0));
    assertThat(runs).anyMatch(run -> run.startsWith("second"));
  }

  @Test
  void progressOfAnotherNodesJobArrives() throws Exception {
    Cluster.Node working = cluster.node(named("working"));
    JobId id = begin(working, "held");
    Cluster.Node asked = cluster.node(named("asked"));

    await()
        .atMost(PATIENCE)
        .until(() -> asked.engine().find(id).orElseThrow().progress().percent() == 40);
  }

  @Test
  void cancellationReachesTheNodeThatRunsTheJob() throws Exception {
    Cluster.Node working = cluster.node(named("working"));
    JobId id = begin(working, "held");
    Cluster.Node asked = cluster.node(named("asked"));

    assertThat(asked.engine().cancel(id).orElseThrow().cancelRequested()).isTrue();

    awaitState(asked, id, JobState.CANCELED);
    assertThat(runs).containsExactly("working 1 " + id, "working interrupted");
  }

  @Test
  void aJobThatWaitsForAnotherNodeIsCanceledAtOnce() throws Exception {
    Cluster.Node busy = cluster.node(named("busy"));
    begin(busy, "held");
    begin(busy, "held");
    JobId waiting = busy.engine().submit(JobRequest.builder("held").build()).id();
    Cluster.Node asked = cluster.node(named("asked"), settings -> settings.pollingInterval(LONG));

    Job canceled = asked.engine().cancel(waiting).orElseThrow();

    assertThat(canceled.state()).isIn(JobState.CANCELED, JobState.RUNNING);
    awaitState(busy, waiting, JobState.CANCELED);
  }

  @Test
  void whoWaitsOnAnotherNodeIsWoken() throws Exception {
    Cluster.Node working = cluster.node(named("working"));
    JobId id = begin(working, "held");
    Cluster.Node asked = cluster.node(named("asked"));
    Job running = asked.engine().find(id).orElseThrow();
    var end = asked.engine().whenFinished(running, LONG);

    mayEnd.release();

    await().atMost(PATIENCE).until(end::isDone);
    assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void whoFollowsOnAnotherNodeHearsOfTheEnd() throws Exception {
    Cluster.Node working = cluster.node(named("working"));
    JobId id = begin(working, "held");
    Cluster.Node asked = cluster.node(named("asked"));
    Heard heard = new Heard();
    asked
        .engine()
        .follow(asked.engine().find(id).orElseThrow(), Duration.ofMillis(10), LONG, heard);

    mayEnd.release();

    await().atMost(PATIENCE).until(heard::hasEnded);
    assertThat(heard.states()).endsWith(JobState.SUCCEEDED);
  }

  @Test
  void aRetryThatPausesOutlivesItsNode() throws Exception {
    Cluster.Node first = cluster.node(named("first"));
    JobId id = first.engine().submit(JobRequest.builder("fails once").build()).id();
    await()
        .atMost(PATIENCE)
        .until(() -> first.engine().find(id).orElseThrow().notBefore().isPresent());
    first.engine().close(Duration.ZERO);

    Cluster.Node second = cluster.node(named("second"));

    awaitState(second, id, JobState.SUCCEEDED);
    assertThat(runs).containsExactly("first 1 " + id, "second 2 " + id);
  }

  @Test
  void aNodeThatClosesGivesItsJobsBackAtOnce() throws Exception {
    Consumer<DbSchedulerJobExecutorBuilder> longLeases =
        settings -> settings.heartbeatInterval(LONG);
    Cluster.Node closing = cluster.node(named("closing"), longLeases);
    JobId id = begin(closing, "held");
    Cluster.Node other = cluster.node(named("other"), longLeases);

    closing.engine().close(Duration.ZERO);
    mayEnd.release();

    awaitState(other, id, JobState.SUCCEEDED);
    assertThat(runs).containsExactly("closing 1 " + id, "closing interrupted", "other 1 " + id);
  }

  @Test
  void theJobsOfANodeThatIsCutOffAreDoneByAnother() throws Exception {
    Cluster.Node lost = cluster.node(named("lost"));
    JobId id = begin(lost, "held");
    Cluster.Node other = cluster.node(named("other"));

    lost.cable().cut();
    await().atMost(PATIENCE).until(() -> runs.contains("other 2 " + id));
    mayEnd.release(2);

    awaitState(other, id, JobState.SUCCEEDED);
    Job done = other.engine().find(id).orElseThrow();
    lost.cable().mend();
    await().atMost(PATIENCE).until(() -> lost.engine().find(id).filter(done::equals).isPresent());
    assertThat(done.result()).contains(new JobResult.Json("{\"by\":\"other\"}"));
  }

  @Test
  void aLimitOfAKindHoldsOnEachNode() throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger atWork = new AtomicInteger();
    Consumer<JobEngineBuilder> limited =
        engine ->
            engine.handler(
                "limited",
                Map.class,
                (options, context) -> {
                  most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                  await().atMost(PATIENCE).until(() -> mayEnd.tryAcquire());
                  atWork.decrementAndGet();
                  return context.json(Map.of());
                },
                HandlerSettings.builder().concurrency(1).build());
    Cluster.Node first = cluster.node(limited);
    Cluster.Node second = cluster.node(limited);
    List<JobId> jobs = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      jobs.add(first.engine().submit(JobRequest.builder("limited").build()).id());
    }

    await().atMost(PATIENCE).until(() -> atWork.get() == 2);
    mayEnd.release(jobs.size());

    for (JobId id : jobs) {
      awaitState(second, id, JobState.SUCCEEDED);
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void aRequestThatIsRefusedForAFullQueueLeavesNothing() throws Exception {
    Cluster.Node node = cluster.node(named("full"), settings -> settings.queueCapacity(2));
    begin(node, "held");
    begin(node, "held");
    Set<JobId> accepted = new HashSet<>();
    Throwable refusal =
        catchThrowable(
            () -> {
              while (true) {
                accepted.add(node.engine().submit(JobRequest.builder("held").build()).id());
              }
            });

    assertThat(refusal).isInstanceOf(QueueFullException.class);
    assertThat(accepted).hasSize(2);
    assertThat(count("job")).isEqualTo(4);
    assertThat(count("scheduled_tasks")).isEqualTo(4);
  }

  @Test
  void oneKeyIsOneJobOnAllNodes() throws Exception {
    Cluster.Node first = cluster.node(named("first"));
    Cluster.Node second = cluster.node(named("second"));
    JobRequest request = JobRequest.builder("held").idempotencyKey("the key").build();

    JobId id = first.engine().submit(request).id();

    assertThat(second.engine().submit(request).id()).isEqualTo(id);
    mayEnd.release();
    awaitState(second, id, JobState.SUCCEEDED);
    assertThat(runs).hasSize(1);
  }

  /** A node whose handlers note what they do, under its name. */
  private Consumer<JobEngineBuilder> named(String name) {
    HandlerSettings retries =
        HandlerSettings.builder()
            .attempts(3)
            .backoff(Duration.ofSeconds(3), Duration.ofSeconds(3))
            .build();
    return engine ->
        engine
            .handler("copy", Map.class, (options, context) -> copied(context))
            .handler("held", Map.class, (options, context) -> held(name, context))
            .handler("fails once", Map.class, (o, context) -> failsOnce(name, context), retries);
  }

  private JobResult copied(JobContext context) throws Exception {
    try (BlobWriter output = context.createOutput("copy.txt", "text/plain")) {
      Files.copy(context.inputFile(), output);
      return new JobResult.Bytes(output.commit());
    }
  }

  private JobResult held(String name, JobContext context) throws InterruptedException {
    runs.add(name + " " + context.attempt() + " " + context.id());
    context.progress(40, "held");
    try {
      mayEnd.acquire();
    } catch (InterruptedException e) {
      runs.add(name + " interrupted");
      throw e;
    }
    return context.json(Map.of("by", name));
  }

  private JobResult failsOnce(String name, JobContext context) {
    runs.add(name + " " + context.attempt() + " " + context.id());
    if (context.attempt() == 1) {
      throw new IllegalStateException("thrown by the test");
    }
    return context.json(Map.of());
  }

  private JobId begin(Cluster.Node node, String kind) {
    int before = runs.size();
    JobId id = node.engine().submit(JobRequest.builder(kind).build()).id();
    await().atMost(PATIENCE).until(() -> runs.size() > before);
    return id;
  }

  private static Blob input(JobEngine engine, String text) throws Exception {
    try (BlobWriter input = engine.createInput("film.txt", "text/plain")) {
      input.write(text.getBytes(UTF_8));
      return input.commit();
    }
  }

  private static void awaitState(Cluster.Node node, JobId id, JobState state) {
    await()
        .atMost(PATIENCE)
        .until(() -> node.engine().find(id).filter(job -> job.state() == state).isPresent());
  }

  private int count(String table) throws SQLException {
    try (Connection connection = cluster.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from " + table)) {
      count.next();
      return count.getInt(1);
    }
  }
}
