package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.engine.Estimate;
import org.asyncjob.engine.HandlerSettings;
import org.asyncjob.engine.JobFollower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that share their jobs: whichever is free runs one, and any of them answers for all. */
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class ManyNodesTest {

  @TempDir Path directory;

  private final SharedMemory memory = new SharedMemory();
  private final LeaseCluster cluster = new LeaseCluster(1);
  private final List<TestNode> nodes = new java.util.ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
    cluster.close();
  }

  @Test
  void whatOneNodeAcceptsAnotherRunsAndEachAnswersForIt() throws IOException {
    TestNode one = node("one");
    JobId busy = one.submit("wait");
    one.awaitAtWork(busy);
    TestNode two = node("two");

    JobId id = one.submit("play");

    Job done = one.awaitState(id, JobState.SUCCEEDED);
    assertThat(one.text(done)).isEqualTo("two attempt 1");
    assertThat(two.find(id)).isEqualTo(done);
  }

  @Test
  void aNodeThatStartsLeavesAloneWhatOthersRun() {
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);

    TestNode two = node("two");
    JobId next = two.submit("play");

    two.awaitState(next, JobState.SUCCEEDED);
    assertThat(two.find(id).attempt()).isEqualTo(1);
    one.act.release.countDown();
    assertThat(two.awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(1);
  }

  @Test
  void theWorkOfADeadNodeGoesOnElsewhereAndItsLateResultIsRefused() throws IOException {
    TestNode dead = node("dead");
    JobId id = dead.submit("deaf");
    dead.awaitAtWork(id);
    TestNode other = node("other");

    cluster.cutOff(dead.executor);
    other.awaitAtWork(id);
    Job takenOver = other.find(id);
    assertThat(takenOver.state()).isEqualTo(JobState.RUNNING);
    assertThat(takenOver.attempt()).isEqualTo(2);

    dead.act.release.countDown();
    TestNode.patiently().until(() -> dead.act.atWork.isEmpty());
    TestNode.patiently().until(() -> files("blobs/blobs").isEmpty());
    assertThat(other.find(id).state()).isEqualTo(JobState.RUNNING);
    other.act.release.countDown();
    Job done = dead.awaitState(id, JobState.SUCCEEDED);

    assertThat(dead.text(done)).isEqualTo("other attempt 2");
    TestNode.patiently().until(() -> files("blobs/blobs").size() == 1);
  }

  @Test
  void aJobWhoseWorkerDiesEachTimeIsGivenUp() {
    HandlerSettings twice = HandlerSettings.builder().attempts(2).build();
    TestNode first = node("first", twice);
    JobId id = first.submit("deaf");
    first.awaitAtWork(id);
    TestNode second = node("second", twice);
    cluster.cutOff(first.executor);
    second.awaitAtWork(id);
    TestNode third = node("third", twice);

    cluster.cutOff(second.executor);

    Job failed = third.awaitState(id, JobState.FAILED);
    assertThat(failed.failure().orElseThrow().type()).isEqualTo("attempts-exhausted");
    assertThat(failed.attempt()).isEqualTo(2);
  }

  @Test
  void aJobThatWasCancelledOnANodeThatIsDeadEnds() {
    TestNode dead = node("dead");
    JobId id = dead.submit("deaf");
    dead.awaitAtWork(id);
    TestNode other = node("other");
    assertThat(other.engine.cancel(id).orElseThrow().cancelRequested()).isTrue();

    cluster.cutOff(dead.executor);

    other.awaitState(id, JobState.CANCELED);
  }

  @Test
  void aNodeThatTakesAJobFromItselfEndsItsFormerRun() {
    LeaseCluster two = new LeaseCluster(2);
    TestNode node = new TestNode("only", directory, memory, two);
    nodes.add(node);
    JobId id = node.submit("wait");
    node.awaitAtWork(id);

    two.loseLease(id);

    TestNode.patiently().until(() -> node.act.interrupted.contains(id));
    TestNode.patiently().until(() -> node.find(id).attempt() == 2 && node.act.atWork.size() == 1);
    node.act.release.countDown();
    assertThat(node.awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(2);
  }

  @Test
  void aNodeThatClosesGivesItsWorkToTheOthersAndThatAttemptDoesNotCount() throws IOException {
    TestNode closing = node("closing");
    JobId running = closing.submit("wait");
    closing.awaitAtWork(running);
    JobId waiting = closing.submit("play");
    TestNode other = node("other");
    other.act.release.countDown();

    closing.engine.close(Duration.ZERO);

    Job done = other.awaitState(running, JobState.SUCCEEDED);
    assertThat(other.text(done)).isEqualTo("other attempt 1");
    other.awaitState(waiting, JobState.SUCCEEDED);
  }

  @Test
  void anAttemptThatFailsIsFollowedByOneAfterThePause() {
    HandlerSettings retries =
        HandlerSettings.builder()
            .attempts(2)
            .backoff(Duration.ofMillis(600), Duration.ofMillis(600))
            .build();
    TestNode node = node("one", retries);
    node("two", retries);

    JobId id = node.submit("fail once");

    Job done = node.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.attempt()).isEqualTo(2);
    assertThat(done.started().orElseThrow()).isAfterOrEqualTo(done.notBefore().orElseThrow());
  }

  @Test
  void aJobThatPausesIsPutOffAlsoIfItIsCalledForTooEarly() {
    HandlerSettings retries =
        HandlerSettings.builder()
            .attempts(3)
            .backoff(Duration.ofSeconds(3), Duration.ofSeconds(3))
            .build();
    TestNode node = node("one", retries);
    Instant time = Instant.now().plusSeconds(2);
    Job job =
        Job.builder(
                JobId.random(),
                JobRequest.builder(TestNode.KIND).options(Map.of("act", "play")).build(),
                Instant.now())
            .attempt(1)
            .notBefore(time)
            .build();
    memory.jobs.insert(job);

    node.executor.execute(job.id());

    Job done = node.awaitState(job.id(), JobState.SUCCEEDED);
    assertThat(done.started().orElseThrow()).isAfterOrEqualTo(time.minusMillis(1));
  }

  @Test
  void aLimitCountsForEachNodeAndWhatIsAboveItRunsLater() {
    HandlerSettings one = HandlerSettings.builder().concurrency(1).build();
    LeaseCluster wide = new LeaseCluster(4);
    TestNode node = new TestNode("only", directory, memory, wide, one);
    nodes.add(node);
    List<JobId> jobs = IntStream.range(0, 4).mapToObj(i -> node.submit("wait")).toList();
    TestNode.patiently().until(() -> !node.act.atWork.isEmpty());

    node.act.release.countDown();

    jobs.forEach(id -> node.awaitState(id, JobState.SUCCEEDED));
    assertThat(node.act.mostAtWork).hasValue(1);
  }

  @Test
  void aStoreThatDoesNotAnswerAtTheStartOfAJobOnlyDelaysIt() {
    TestNode node = node("only");
    JobId busy = node.submit("wait");
    node.awaitAtWork(busy);
    JobId id = node.submit("play");
    node.store.goDown();
    node.act.release.countDown();
    TestNode.patiently().until(() -> node.act.atWork.isEmpty());
    node.store.comeBack();

    node.awaitState(busy, JobState.SUCCEEDED);
    node.awaitState(id, JobState.SUCCEEDED);
  }

  @Test
  void aCancellationReachesTheNodeThatRunsTheJobAlsoIfNobodyTellsIt() {
    memory.silent();
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);
    TestNode two = node("two");

    two.engine.cancel(id);

    TestNode.patiently().until(() -> one.act.interrupted.contains(id));
    two.awaitState(id, JobState.CANCELED);
  }

  @Test
  void aNodeThatHasLostAJobWhileItSleptStopsItsRun() {
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);
    TestNode two = node("two");
    two.act.release.countDown();

    cluster.cutOff(one.executor);

    TestNode.patiently().until(() -> one.act.interrupted.contains(id));
    assertThat(two.awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(2);
  }

  @Test
  void aResultThatCouldNotBeStoredIsRefusedIfAnotherNodeHasTheJobByThen() throws IOException {
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);
    one.store.goDown();
    one.act.release.countDown();
    TestNode.patiently().until(() -> one.act.atWork.isEmpty());
    TestNode two = node("two");
    two.act.release.countDown();
    cluster.cutOff(one.executor);
    Job done = two.awaitState(id, JobState.SUCCEEDED);

    one.store.comeBack();

    TestNode.patiently().until(() -> files("blobs/blobs").size() == 1);
    assertThat(two.text(two.find(id))).isEqualTo("two attempt 2");
    assertThat(two.find(id)).isEqualTo(done);
  }

  @Test
  void anEndThatWasWrittenWithoutAnAnswerKeepsItsResult() throws IOException {
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);
    one.store.loseAnswersOfWrites();
    one.act.release.countDown();
    TestNode two = node("two");
    two.awaitState(id, JobState.SUCCEEDED);

    one.store.comeBack();
    one.awaitState(one.submit("play"), JobState.SUCCEEDED);

    assertThat(two.text(two.find(id))).isEqualTo("one attempt 1");
    assertThat(two.find(id).attempt()).isEqualTo(1);
  }

  @Test
  void progressOfARunIsSeenFromTheOtherNodes() {
    TestNode one = node("one");
    JobId id = one.submit("wait");
    TestNode two = node("two");

    TestNode.patiently().until(() -> two.find(id).progress().percent() == 50);

    assertThat(two.find(id).state()).isEqualTo(JobState.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsOnOneNodeHearsOfTheEndOnAnother(boolean isSilent) throws Exception {
    if (isSilent) {
      memory.silent();
    }
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);
    TestNode two = node("two");
    CompletableFuture<Job> end = two.engine.whenFinished(two.find(id), Duration.ofMinutes(10));
    Steps steps = new Steps();
    two.engine.follow(two.find(id), Duration.ofMillis(1), Duration.ofHours(1), steps);

    one.act.release.countDown();

    assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
    TestNode.patiently().until(() -> steps.hasEnded);
    assertThat(steps.last.state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void manyWhoFollowTheSameJobCostAsManyReadsAsOne() {
    TestNode one = node("one");
    JobId id = one.submit("wait");
    one.awaitAtWork(id);
    TestNode two = node("two");
    Job job = two.find(id);
    int before = two.store.finds.get();
    List<Steps> all = Stream.generate(Steps::new).limit(50).toList();
    all.forEach(each -> two.engine.follow(job, Duration.ofMillis(1), Duration.ofMillis(20), each));

    TestNode.patiently().until(() -> all.stream().allMatch(each -> each.count.get() > 20));

    assertThat(two.store.finds.get() - before).as("reads for 1,000 looks").isLessThan(300);
    one.act.release.countDown();
    TestNode.patiently().until(() -> all.stream().allMatch(each -> each.hasEnded));
  }

  @Test
  void whereNobodyRunsAnythingOrWaitsNothingIsRead() {
    TestNode idle = node("idle");
    TestNode other = new TestNode("other", directory, memory, new LeaseCluster(1));
    nodes.add(other);
    JobId id = other.submit("wait");

    TestNode.patiently().until(() -> other.store.findAlls.get() > 4);

    assertThat(idle.store.findAlls).hasValue(0);
    assertThat(other.find(id).state()).isEqualTo(JobState.RUNNING);
  }

  /** Somebody who follows a job. */
  private static final class Steps implements JobFollower {

    private final AtomicInteger count = new AtomicInteger();
    private volatile Job last;
    private volatile boolean hasEnded;

    @Override
    public CompletionStage<?> stands(Job job) {
      count.incrementAndGet();
      last = job;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void ended() {
      hasEnded = true;
    }
  }

  @Test
  void eachNodeTellsHowLongAJobTakesThatItHasNeverSeen() {
    TestNode one = node("one");
    JobId running = one.submit("wait");
    one.awaitAtWork(running);
    JobId waiting = one.submit("play");
    TestNode two = new TestNode("two", directory, memory, new LeaseCluster(1));
    nodes.add(two);

    Estimate ofWaiting = two.engine.estimate(two.find(waiting));
    Estimate ofRunning = two.engine.estimate(two.find(running));

    assertThat(ofWaiting.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(40));
    assertThat(ofRunning.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(40));
    assertThat(one.engine.estimate(one.find(waiting)).remaining())
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(80));
  }

  private TestNode node(String name) {
    return node(name, HandlerSettings.builder().build());
  }

  private TestNode node(String name, HandlerSettings settings) {
    TestNode node = new TestNode(name, directory, memory, cluster, settings);
    nodes.add(node);
    return node;
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> tree = Files.walk(directory.resolve(folder))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }
}
