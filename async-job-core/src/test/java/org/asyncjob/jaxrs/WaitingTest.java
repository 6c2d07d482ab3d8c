package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that would rather wait than poll: Prefer: wait. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingTest {

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PlaysServer(directory, settings -> settings.longestWait(Duration.ofSeconds(10)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPostThatWaitsGetsTheRedirectWhenTheWorkIsDoneInTime() throws Exception {
    HttpResponse<String> done =
        server.post("?act=play", "x", "Content-Type", "text/plain", "Prefer", "wait=10");

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.headers().firstValue("Preference-Applied")).contains("wait=10");
    assertThat(server.get(location(done)).body()).isEqualTo("played upload");
  }

  @Test
  void aPostThatHasWaitedLongEnoughGetsTheProcessResource() throws Exception {
    HttpResponse<String> accepted =
        server.post("?act=wait", "x", "Content-Type", "text/plain", "Prefer", "wait=1");

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.headers().firstValue("Preference-Applied")).contains("wait=1");
    assertThat(json(accepted).get("status").asText()).isEqualTo("Running");
    assertThat(server.get(location(accepted)).statusCode()).isEqualTo(200);
  }

  @Test
  void aPostOfWorkThatFailsWhileItWaitsIsAcceptedAndSaysSo() throws Exception {
    HttpResponse<String> failed =
        server.post("?act=fail", "x", "Content-Type", "text/plain", "Prefer", "wait=10");

    assertThat(failed.statusCode()).isEqualTo(202);
    assertThat(json(failed).get("error").asText()).isEqualTo("The actor ran away.");
  }

  @Test
  void aGetThatWaitsIsAnsweredWhenTheJobEnds() throws Exception {
    URI process = server.submit("wait");
    CompletableFuture<HttpResponse<String>> held =
        CompletableFuture.supplyAsync(() -> getHeld(process, "respond-async, wait=10; x=1"));

    server.release.countDown();

    HttpResponse<String> done = held.get();
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.headers().firstValue("Preference-Applied")).contains("wait=10");
  }

  @Test
  void nobodyWaitsLongerThanIsGranted() throws Exception {
    HttpResponse<String> done =
        server.post("?act=play", "x", "Content-Type", "text/plain", "Prefer", "wait=3600");

    assertThat(done.headers().firstValue("Preference-Applied")).contains("wait=10");
  }

  @Test
  void aPreferenceThatIsNotUnderstoodIsIgnored() throws Exception {
    URI process = server.submit("wait");

    for (String prefer :
        new String[] {"wait", "wait=soon", "wait=-1", "await=3", "wait=99999999"}) {
      HttpResponse<String> now = server.get(process, "Prefer", prefer);
      assertThat(now.statusCode()).isEqualTo(200);
      assertThat(now.headers().firstValue("Preference-Applied")).isEmpty();
    }
  }

  @Test
  void waitersHoldNoThread() throws Exception {
    URI process = server.submit("wait");
    server.await(process, "Running");
    List<CompletableFuture<HttpResponse<String>>> waiters =
        IntStream.range(0, 200)
            .mapToObj(i -> server.getLater(process, "Prefer", "wait=10"))
            .toList();

    assertThat(server.get(process).statusCode()).isEqualTo(200);
    server.release.countDown();

    for (CompletableFuture<HttpResponse<String>> waiter : waiters) {
      assertThat(waiter.get().statusCode()).isEqualTo(303);
    }
  }

  @Test
  void waitersGetAnAnswerWhenTheServiceStops() throws Exception {
    URI process = server.submit("wait");
    server.await(process, "Running");
    CompletableFuture<HttpResponse<String>> waiter = server.getLater(process, "Prefer", "wait=10");
    server.getLater(process, "Prefer", "wait=1").get(); // the one before it is waiting by now

    server.engine().close();

    assertThat(waiter.get().statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> getHeld(URI process, String prefer) {
    try {
      return server.get(process, "Prefer", prefer);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
