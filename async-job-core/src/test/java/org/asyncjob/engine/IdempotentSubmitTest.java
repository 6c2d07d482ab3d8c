package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.asyncjob.Blob;
import org.asyncjob.IdempotencyKeyReusedException;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.QueueFullException;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine makes of requests with the idempotency key of an earlier one. */
class IdempotentSubmitTest {

  @TempDir Path directory;

  private EngineFixture fixture;

  @BeforeEach
  void start() {
    fixture =
        new EngineFixture(
                directory,
                new InMemoryJobStore(),
                EngineFixture.pool(1, 1),
                new EngineFixture.Play())
            .started();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"play", "fail"})
  void theSameRequestGetsItsFinishedJobAndItsOwnInputIsDeleted(String act) throws IOException {
    Job first = fixture.engine.submit(keyed(act).input(fixture.input("text")).build());
    JobState end = act.equals("play") ? JobState.SUCCEEDED : JobState.FAILED;
    Job finished = fixture.awaitState(first.id(), end);
    Blob again = fixture.input("text");

    Job second = fixture.engine.submit(keyed(act).input(again).build());

    assertThat(second).isEqualTo(finished);
    assertGone(again);
  }

  @Test
  void aRunningJobIsReturnedAsItStandsAndKeepsItsInput() throws IOException {
    Blob input = fixture.input("text");
    Job first = fixture.engine.submit(keyed("wait").input(input).build());
    fixture.awaitState(first.id(), JobState.RUNNING);
    Blob again = fixture.input("text");

    Job second = fixture.engine.submit(keyed("wait").input(again).build());

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.state()).isEqualTo(JobState.RUNNING);
    assertThat(text(input)).isEqualTo("text");
    assertGone(again);
  }

  @Test
  void aDiscardedJobIsStillTheAnswer() {
    Job first = fixture.engine.submit(keyed("play").build());
    fixture.awaitState(first.id(), JobState.SUCCEEDED);
    fixture.engine.discard(first.id());

    Job second = fixture.engine.submit(keyed("play").build());

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.discarded()).isTrue();
  }

  @Test
  void aRequestSubmittedOnceMoreAsItWasKeepsItsInput() throws IOException {
    JobRequest request = keyed("wait").input(fixture.input("text")).build();
    Job first = fixture.engine.submit(request);

    assertThat(fixture.engine.submit(request).id()).isEqualTo(first.id());

    assertThat(text(request.input().orElseThrow())).isEqualTo("text");
  }

  @Test
  void anotherNameOfTheSameBytesIsTheSameRequest() throws IOException {
    Blob input = fixture.input("text");
    Job first = fixture.engine.submit(keyed("wait").input(input).build());
    Blob written = fixture.input("text");
    Blob renamed =
        new Blob(written.key(), written.size(), written.sha256(), "other.txt", "text/csv");

    Job second = fixture.engine.submit(keyed("wait").input(renamed).build());

    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void otherBytesAreRefusedAndDeleted() throws IOException {
    Job first = fixture.engine.submit(keyed("wait").input(fixture.input("text")).build());
    Blob other = fixture.input("TEXT");

    assertReused(keyed("wait").input(other));

    assertGone(other);
    assertThat(text(first.request().input().orElseThrow())).isEqualTo("text");
  }

  @Test
  void noBytesAreOtherBytes() throws IOException {
    fixture.engine.submit(keyed("wait").input(fixture.input("text")).build());

    assertReused(keyed("wait"));
  }

  @Test
  void otherOptionsAreRefused() {
    fixture.engine.submit(keyed("wait").build());

    assertReused(keyed("wait").options(Map.of("act", "wait", "count", 1)));
    assertReused(keyed("play"));
  }

  @Test
  void anotherCallerGetsNobodyElsesJob() {
    fixture.engine.submit(keyed("wait").caller("alice").build());

    assertReused(keyed("wait").caller("bob"));
    assertReused(keyed("wait"));
  }

  @Test
  void anotherKeyMakesAnotherJob() {
    Job first = fixture.engine.submit(keyed("wait").build());
    fixture.awaitState(first.id(), JobState.RUNNING);

    Job second = fixture.engine.submit(keyed("wait").idempotencyKey("other").build());

    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void ofAHundredThreadsThatSubmitOneKeyAtOnceAllGetTheOneJob() throws Exception {
    int clients = 100;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      CyclicBarrier together = new CyclicBarrier(clients);
      Callable<JobId> client =
          () -> {
            together.await();
            return fixture.engine.submit(keyed("wait").input(fixture.input("text")).build()).id();
          };
      Set<JobId> ids = new HashSet<>();
      for (Future<JobId> id : threads.invokeAll(Collections.nCopies(clients, client))) {
        ids.add(id.get());
      }

      assertThat(ids).hasSize(1);
      assertThat(fixture.store.unfinished()).extracting(Job::id).containsExactlyElementsOf(ids);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFullQueueHasRoomForARequestThatItHolds() {
    fixture.awaitState(fixture.submit("wait"), JobState.RUNNING);
    Job waiting = fixture.engine.submit(keyed("play").build());

    assertThat(fixture.engine.submit(keyed("play").build()).id()).isEqualTo(waiting.id());
  }

  @Test
  void aRequestThatFoundTheQueueFullLeavesItsKeyFree() {
    fixture.awaitState(fixture.submit("wait"), JobState.RUNNING);
    Job waiting = fixture.engine.submit(EngineFixture.request("play").build());
    assertThatExceptionOfType(QueueFullException.class)
        .isThrownBy(() -> fixture.engine.submit(keyed("fail").build()));
    fixture.engine.cancel(waiting.id());

    Job job = fixture.engine.submit(keyed("play").build());

    assertThat(job.state()).isEqualTo(JobState.QUEUED);
  }

  private static JobRequest.Builder keyed(String act) {
    return EngineFixture.request(act).idempotencyKey("key");
  }

  private void assertReused(JobRequest.Builder request) {
    assertThatExceptionOfType(IdempotencyKeyReusedException.class)
        .isThrownBy(() -> fixture.engine.submit(request.build()))
        .withMessageContaining("choose a new key");
    assertThat(fixture.store.unfinished()).hasSize(1);
  }

  private void assertGone(Blob blob) {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> fixture.engine.open(blob, 0));
  }

  private String text(Blob blob) throws IOException {
    try (InputStream in = fixture.engine.open(blob, 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
