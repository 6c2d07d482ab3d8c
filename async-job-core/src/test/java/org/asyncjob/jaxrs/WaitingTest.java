package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that would rather wait than poll: Prefer: wait and Server-Sent Events. */
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

  @Test
  void eventsTellEveryChangeUpToTheLast() throws Exception {
    URI process = server.submit("wait");
    server.await(process, "Running");
    try (Events events = new Events(process)) {
      JsonNode first = events.next();
      assertThat(first.get("status").asText()).isEqualTo("Running");

      server.release.countDown();

      JsonNode last = events.last();
      assertThat(last.get("status").asText()).isEqualTo("Succeeded");
      assertThat(last.get("resourceLocation").asText()).isEqualTo(process + "/result");
    }
  }

  @Test
  void eventsOfAFinishedJobAreOneAndWhoHasSeenItIsSentAway() throws Exception {
    URI process = server.submit("play");
    server.await(process, "Succeeded");
    String seen;
    try (Events events = new Events(process)) {
      assertThat(events.next().get("status").asText()).isEqualTo("Succeeded");
      seen = events.lastId;
      assertThat(events.isOver()).isTrue();
    }

    HttpResponse<String> again =
        server.get(process, "Accept", "text/event-stream", "Last-Event-ID", seen);

    assertThat(again.statusCode()).isEqualTo(204);
  }

  @Test
  void whoComesBackWhileItRunsIsToldHowItStands() throws Exception {
    URI process = server.submit("wait");
    server.await(process, "Running");
    try (Events events = new Events(process)) {
      events.next();
    }

    try (Events events = new Events(process)) {
      assertThat(events.next().get("status").asText()).isEqualTo("Running");
    }
  }

  @Test
  void eventsOfAJobThatIsUnknownAreFourOhFour() throws Exception {
    URI unknown = server.uri("team/plays/0123456789abcdef0123456789abcdef");

    assertThat(server.get(unknown, "Accept", "text/event-stream").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> getHeld(URI process, String prefer) {
    try {
      return server.get(process, "Prefer", prefer);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a stream of events as a browser does. */
  private static final class Events implements AutoCloseable {

    private final InputStream body;
    private final BufferedReader lines;
    private String lastId = "";

    Events(URI process) throws Exception {
      HttpResponse<InputStream> response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(
                  PlaysServer.request(process, "Accept", "text/event-stream").GET().build(),
                  BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      body = response.body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    JsonNode next() throws Exception {
      String data = "";
      String line = lines.readLine();
      assertThat(line).as("the stream is over").isNotNull();
      while (line != null && !line.isEmpty()) {
        if (line.startsWith("id:")) {
          lastId = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          assertThat(line.substring(6).strip()).isEqualTo("status");
        } else if (line.startsWith("data:")) {
          data += line.substring(5).strip();
        }
        line = lines.readLine();
      }
      return new ObjectMapper().readTree(data);
    }

    JsonNode last() throws Exception {
      List<JsonNode> all = new ArrayList<>();
      while (all.isEmpty() || !all.get(all.size() - 1).has("finished")) {
        all.add(next());
      }
      assertThat(isOver()).isTrue();
      return all.get(all.size() - 1);
    }

    boolean isOver() throws Exception {
      return lines.readLine() == null;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
