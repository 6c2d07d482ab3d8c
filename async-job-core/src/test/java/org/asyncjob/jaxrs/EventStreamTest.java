package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that would rather be told than poll: Server-Sent Events. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventStreamTest {

  private static final int THE_END = 101;

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new PlaysServer(
            directory, settings -> settings.allowedOrigins(List.of("https://example.org")));
  }

  @AfterEach
  void stop() {
    server.steps.add(THE_END);
    server.close();
  }

  private URI running() throws Exception {
    URI process = server.submit("steps");
    server.await(process, "Running");
    return process;
  }

  private Events follow(URI process, String... headers) throws Exception {
    HttpResponse<InputStream> answer = server.stream(process, headers);
    assertThat(answer.statusCode()).isEqualTo(200);
    return new Events(answer.body());
  }

  private static Events.Event next(Events events) throws Exception {
    Optional<Events.Event> next = events.next();
    assertThat(next).isPresent();
    return next.orElseThrow();
  }

  private static Events.Event nextStatus(Events events) throws Exception {
    Events.Event event = next(events);
    while (event.isComment()) {
      event = next(events);
    }
    return event;
  }

  @Test
  void theFirstEventSaysHowTheJobStandsAndTheLastHowItEnded() throws Exception {
    URI process = running();
    try (Events events = follow(process)) {
      Events.Event first = next(events);
      assertThat(first.field("event")).isEqualTo("status");
      assertThat(first.field("id")).isNotEmpty();
      assertThat(first.field("retry")).isEqualTo("2000");
      assertThat(first.document()).isEqualTo(json(server.get(process)));

      server.steps.add(42);
      Events.Event second = nextStatus(events);
      assertThat(second.document().path("progress").asInt()).isEqualTo(42);
      assertThat(second.field("id")).isNotEqualTo(first.field("id"));

      server.steps.add(THE_END);
      Events.Event last = nextStatus(events);
      assertThat(last.status()).isEqualTo("Succeeded");
      assertThat(last.document()).isEqualTo(json(server.get(process)));
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void theStreamIsForThisClientAtThisMomentAndMayNotBeCollected() throws Exception {
    HttpResponse<InputStream> answer = server.stream(running(), "Origin", "https://example.org");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://example.org");
    answer.body().close();
  }

  @Test
  void changesThatComeFasterThanAClientIsToldAreLeftOutButNotTheLast() throws Exception {
    List<Events.Event> told = new ArrayList<>();
    try (Events events = follow(running())) {
      told.add(next(events));
      for (int step = 1; step <= 100; step++) {
        server.steps.add(step);
      }
      server.steps.add(THE_END);
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        told.add(event.get());
      }
    }

    assertThat(told).hasSizeLessThan(50);
    assertThat(told.get(told.size() - 1).status()).isEqualTo("Succeeded");
  }

  @Test
  void whoeverConnectsAgainIsNotToldTwice() throws Exception {
    URI process = running();
    String seen;
    try (Events events = follow(process)) {
      seen = next(events).field("id");
    }

    try (Events again = follow(process, "Last-Event-ID", seen)) {
      assertThat(next(again).isComment()).isTrue();
      server.steps.add(7);
      assertThat(nextStatus(again).document().path("progress").asInt()).isEqualTo(7);
    }
    try (Events again = follow(process, "Last-Event-ID", seen)) {
      assertThat(next(again).document().path("progress").asInt()).isEqualTo(7);
    }
  }

  @Test
  void whoeverHasSeenTheEndIsToldToConnectNoMore() throws Exception {
    URI process = server.submit("play", "X-Test-User", "ann");
    String seen;
    try (Events events = follow(process, "X-Test-User", "ann")) {
      Events.Event last = nextStatus(events);
      while (!last.status().equals("Succeeded")) {
        last = nextStatus(events);
      }
      assertThat(events.next()).isEmpty();
      seen = last.field("id");
    }

    HttpResponse<InputStream> again =
        server.stream(process, "Last-Event-ID", seen, "X-Test-User", "ann");
    assertThat(again.statusCode()).isEqualTo(204);
    assertThat(server.stream(process, "Last-Event-ID", seen, "X-Test-User", "bob").statusCode())
        .isEqualTo(404);

    server.delete(process, "X-Test-User", "ann");
    assertThat(server.stream(process, "Last-Event-ID", seen, "X-Test-User", "ann").statusCode())
        .isEqualTo(410);
  }

  @Test
  void aJobThatIsCancelledOrFailsEndsItsStream() throws Exception {
    URI failing = server.submit("fail");
    try (Events events = follow(failing)) {
      Events.Event event = next(events);
      while (!event.status().equals("Failed")) {
        event = nextStatus(events);
      }
      assertThat(event.document().path("error").asText()).isEqualTo("The actor ran away.");
      assertThat(events.next()).isEmpty();
    }
    URI process = running();
    try (Events events = follow(process)) {
      next(events);
      server.delete(process);
      Events.Event event = nextStatus(events);
      while (!event.status().equals("Canceled")) {
        assertThat(event.document().path("cancel_requested").asBoolean()).isTrue();
        event = nextStatus(events);
      }
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void whatIsNotThereIsAnsweredAsEver() throws Exception {
    URI process = server.submit("play", "X-Test-User", "ann");
    URI unknown = URI.create(process.toString().replaceAll("[^/]+$", "0".repeat(32)));

    HttpResponse<InputStream> answer = server.stream(unknown);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(server.stream(process).statusCode()).isEqualTo(404);
    assertThat(server.stream(process, "X-Test-User", "ann").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "application/json, text/event-stream",
        "text/event-stream;q=0.5, application/json",
        "text/event-stream;q=0.5, */*",
        "text/event-stream;q=0, */*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
      })
  void whoeverDoesNotAskForEventsGetsTheDocument(String accept) throws Exception {
    URI process = running();

    HttpResponse<String> answer =
        accept.isEmpty() ? server.get(process) : server.get(process, "Accept", accept);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(answer).path("status").asText()).isEqualTo("Running");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "TEXT/EVENT-STREAM; charset=utf-8",
        "text/event-stream, */*",
        "text/event-stream, application/json;q=0.9",
        "text/event-stream, */*;q=0.1"
      })
  void whoeverRatherHasEventsGetsThem(String accept) throws Exception {
    URI process = URI.create(server.submit("play") + "?redirect=never");

    HttpResponse<String> answer = server.get(process, "Accept", accept);

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(answer.body()).contains("event: status").contains("Succeeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream;q=x", "text/event-stream;q=", "text/event-stream;q=0"})
  void aQualityThatIsNoneWantsNothing(String accept) {
    assertThat(AcceptedEvents.arePreferred(accept + ", */*")).isFalse();
  }

  @Test
  void aServerWithoutEventStreamsSaysSo() throws Exception {
    server.close();
    server =
        new PlaysServer(
            directory, settings -> settings, Map.of("jersey.config.media.sse.disable", true));

    HttpResponse<InputStream> answer = server.stream(running());

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void headSaysWhatGetWouldSend() throws Exception {
    URI process = running();

    HttpResponse<String> head =
        server.send(
            PlaysServer.request(process, "Accept", "text/event-stream")
                .method("HEAD", BodyPublishers.noBody())
                .build());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
  }

  @Test
  void clientsThatFollowHoldNoThread() throws Exception {
    URI process = running();
    List<Events> followers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      followers.add(follow(process));
    }

    assertThat(server.get(process).statusCode()).isEqualTo(200);
    server.steps.add(THE_END);

    for (Events events : followers) {
      Events.Event event = next(events);
      while (event.isComment() || !event.status().equals("Succeeded")) {
        event = next(events);
      }
      events.close();
    }
  }

  @Test
  void streamsEndWhenTheServiceStops() throws Exception {
    try (Events events = follow(running())) {
      next(events);

      server.engine().close();

      for (var event = events.next(); event.isPresent(); event = events.next()) {
        assertThat(event.get().isComment() || event.get().status().equals("NotStarted")).isTrue();
      }
    }
  }
}
