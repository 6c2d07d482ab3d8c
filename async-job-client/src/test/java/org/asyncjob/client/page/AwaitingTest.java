package org.asyncjob.client.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.AsyncJobClientBuilder;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteStatus;
import org.asyncjob.client.Submission;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for a job, with a real server and a network that is not always there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitingTest {

  private static final Map<String, Object> WITHOUT_EVENTS =
      Map.of("jersey.config.media.sse.disable", true);

  @TempDir private Path directory;

  private final ExecutorService waiters = Executors.newCachedThreadPool();
  private final List<Integer> heard = new CopyOnWriteArrayList<>();
  private PacedServer server;
  private CuttingProxy network;
  private AsyncJobClient client;

  private void start(Map<String, Object> properties, AsyncJobClientBuilder settings)
      throws Exception {
    server = PacedServer.start(directory, properties);
    network = new CuttingProxy(server.uri(), 0, 0);
    client = settings.build();
  }

  @AfterEach
  void stop() throws Exception {
    waiters.shutdownNow();
    client.close();
    network.close();
    server.stop();
  }

  private RemoteJob submit() throws InterruptedException {
    return client.submit(network.uri().resolve("paces"), Submission.ofJson(Map.of()).build());
  }

  private Future<RemoteJob> await(RemoteJob job) {
    return waiters.submit(
        () -> client.await(job, latest -> heard.add(latest.progress().percent())));
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private void reportsAndIsHeard(int percent) {
    server.reports(percent);
    soon().until(() -> heard.contains(percent));
  }

  @Test
  void theListenerHearsOfProgressAsItHappensInOneAnswer() throws Exception {
    start(Map.of(), AsyncJobClient.builder());
    RemoteJob job = submit();
    Future<RemoteJob> end = await(job);

    reportsAndIsHeard(10);
    reportsAndIsHeard(20);
    reportsAndIsHeard(90);
    server.finishes();

    assertThat(end.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
    assertThat(end.get().url()).isEqualTo(job.url());
    assertThat(client.resultText(end.get())).isEqualTo("{\"paced\":true}");
    assertThat(server.asked().stream().filter(PacedServer.Asked::isForEvents)).hasSize(1);
    assertThat(heard).isSorted();
  }

  @Test
  void aStreamThatBreaksGoesOnWhereItWas() throws Exception {
    start(Map.of(), AsyncJobClient.builder());
    Future<RemoteJob> end = await(submit());
    reportsAndIsHeard(10);
    List<Integer> before = List.copyOf(heard);

    network.cutAll();
    soon().until(() -> server.asked().size() == 2);
    reportsAndIsHeard(20);
    server.finishes();

    assertThat(end.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
    assertThat(server.asked()).hasSize(2).allMatch(PacedServer.Asked::isForEvents);
    assertThat(server.asked().get(1).lastEvent()).isNotEmpty();
    assertThat(heard.subList(before.size(), heard.size()))
        .as("what comes after what was heard already")
        .doesNotContain(10);
  }

  @Test
  void aServerThatIsAwayIsWaitedForAndTheStreamGoesOn() throws Exception {
    AtomicInteger failed = new AtomicInteger();
    OkHttpClient http = new OkHttpClient.Builder().eventListener(new Failures(failed)).build();
    start(Map.of(), AsyncJobClient.builder().httpClient(http));
    Future<RemoteJob> end = await(submit());
    reportsAndIsHeard(10);

    network.leave();
    soon().until(() -> failed.get() >= 4);
    network.comeBack();
    reportsAndIsHeard(20);
    server.finishes();

    assertThat(end.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
    assertThat(server.asked()).hasSize(2).allMatch(PacedServer.Asked::isForEvents);
  }

  @Test
  void aServerWithoutEventsIsAsked() throws Exception {
    start(WITHOUT_EVENTS, AsyncJobClient.builder());
    Future<RemoteJob> end = await(submit());

    reportsAndIsHeard(10);
    server.finishes();

    assertThat(end.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
    assertThat(server.asked().get(0).isForEvents()).isTrue();
    assertThat(server.asked().subList(1, server.asked().size()))
        .isNotEmpty()
        .noneMatch(PacedServer.Asked::isForEvents)
        .allMatch(asked -> asked.prefer().isEmpty());
  }

  @Test
  void aServerWithoutEventsHoldsItsAnswersIfToldSo() throws Exception {
    start(WITHOUT_EVENTS, AsyncJobClient.builder().preferWait(Duration.ofSeconds(30)));
    Future<RemoteJob> end = await(submit());

    soon().until(() -> server.asked().size() == 2);
    server.finishes();

    assertThat(end.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().get(1).prefer()).isEqualTo("wait=30");
  }

  @Test
  void whoeverWantsNoEventsAsks() throws Exception {
    start(Map.of(), AsyncJobClient.builder().events(false));
    Future<RemoteJob> end = await(submit());

    reportsAndIsHeard(10);
    server.finishes();

    assertThat(end.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
    assertThat(server.asked()).isNotEmpty().noneMatch(PacedServer.Asked::isForEvents);
  }

  @Test
  void aJobThatIsCancelledMeanwhileIsHeardOf() throws Exception {
    start(Map.of(), AsyncJobClient.builder());
    RemoteJob job = submit();
    Future<RemoteJob> end = await(job);
    reportsAndIsHeard(10);

    client.cancel(job.url());

    assertThat(end.get().status()).isEqualTo(RemoteStatus.CANCELED);
  }

  @Test
  void aThreadThatIsInterruptedHangsUp() throws Exception {
    start(Map.of(), AsyncJobClient.builder());
    RemoteJob job = submit();
    Future<RemoteJob> end =
        waiters.submit(
            () -> {
              try {
                return client.await(
                    job,
                    latest -> {
                      heard.add(latest.progress().percent());
                      if (latest.progress().percent() == 10) {
                        Thread.currentThread().interrupt();
                      }
                    });
              } finally {
                client.close();
              }
            });

    server.reports(10);

    soon().until(end::isDone);
    assertThat(endOf(end)).isInstanceOf(InterruptedException.class);
    soon().until(() -> network.connections() == 0);
  }

  private static Throwable endOf(Future<?> future) throws InterruptedException {
    try {
      return new AssertionError("it returned " + future.get());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Counts connections that could not be made. */
  private static final class Failures extends EventListener {

    private final AtomicInteger count;

    private Failures(AtomicInteger count) {
      this.count = count;
    }

    @Override
    public void connectFailed(
        Call call,
        InetSocketAddress address,
        Proxy proxy,
        @Nullable Protocol protocol,
        IOException failure) {
      count.incrementAndGet();
    }
  }
}
