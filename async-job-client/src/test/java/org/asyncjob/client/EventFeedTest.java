package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting by events, with servers and proxies that do odd things to them. */
@Timeout(60)
class EventFeedTest {

  private static final String CANCELED = "{\"status\":\"Canceled\"}";

  private OddServer server;
  private AsyncJobClient client;
  private RemoteJob job;

  @BeforeEach
  void start() throws Exception {
    server = new OddServer();
    client = AsyncJobClient.builder().patience(Duration.ofSeconds(10)).build();
    server.runs();
    job = client.status(server.uri("/jobs/1"));
    server.nextRequest();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private List<RecordedRequest> requests() throws InterruptedException {
    List<RecordedRequest> requests = new ArrayList<>();
    for (int i = 1; i < server.requests(); i++) {
      requests.add(server.nextRequest());
    }
    return requests;
  }

  private static Optional<String> field(RecordedRequest request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  private static boolean isForEvents(RecordedRequest request) {
    return field(request, "Accept").orElse("").startsWith("text/event-stream");
  }

  @Test
  void theResultIsWhereTheLastEventSays() throws Exception {
    server.streams(
        ": hello\n\n",
        "event: other\ndata: {}\n\n",
        OddServer.event("1", OddServer.RUNNING),
        OddServer.event("2", "{\"status\":\"Succeeded\",\"resourceLocation\":\"/r\"}"));

    RemoteJob end = client.await(job);

    assertThat(end.result()).contains(server.uri("/r"));
    assertThat(end.url()).isEqualTo(job.url());
  }

  @Test
  void aServerThatAnswersWithTheDocumentIsNotAskedForEventsAgain() throws Exception {
    server.runs().runs().succeeds();

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.SUCCEEDED);

    assertThat(requests())
        .extracting(EventFeedTest::isForEvents)
        .containsExactly(true, false, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 400, 406, 500})
  void aServerThatRefusesEventsIsAsked(int status) throws Exception {
    server.answers(status, "").succeeds();

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.SUCCEEDED);

    assertThat(requests()).extracting(EventFeedTest::isForEvents).containsExactly(true, false);
  }

  @Test
  void whatIsNotThereIsRefusedAsEver() {
    server.answers(404, "").answers(404, "{\"detail\":\"There is no such job.\"}");

    assertThatThrownBy(() -> client.await(job))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessage("There is no such job.");
  }

  @Test
  void aBusyServerIsAskedAgainForEventsWhenItSays() throws Exception {
    server
        .answers(503, "", "Retry-After", "1")
        .answers(429, "", "Retry-After", "0")
        .streams(OddServer.event("1", CANCELED));

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.CANCELED);

    assertThat(requests()).extracting(EventFeedTest::isForEvents).containsExactly(true, true, true);
  }

  @Test
  void aServerThatWantsMorePatienceThanThereIsIsTooBusy() {
    server.answers(429, "{\"detail\":\"Too many streams\"}", "Retry-After", "60");

    assertThatThrownBy(() -> client.await(job))
        .isInstanceOfSatisfying(
            ServerBusyException.class,
            busy -> assertThat(busy.retryAfter()).contains(Duration.ofSeconds(60)));
  }

  @Test
  void streamsThatKeepEndingAtOnceAreGivenUp() throws Exception {
    server
        .streams(OddServer.event("7-a", OddServer.RUNNING))
        .streams(": nothing new\n\n")
        .streams()
        .runs()
        .succeeds();

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.SUCCEEDED);

    List<RecordedRequest> requests = requests();
    assertThat(requests)
        .extracting(EventFeedTest::isForEvents)
        .containsExactly(true, true, true, false, false);
    assertThat(requests)
        .extracting(request -> field(request, "Last-Event-ID"))
        .containsExactly(
            Optional.empty(),
            Optional.of("7-a"),
            Optional.of("7-a"),
            Optional.empty(),
            Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\":\"Canceling\"}", "{\"status\":", "[]"})
  void anEventThatIsNoDocumentIsNotBelieved(String document) throws Exception {
    server.streams(OddServer.event("1", document)).succeeds();

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.SUCCEEDED);

    assertThat(requests()).extracting(EventFeedTest::isForEvents).containsExactly(true, false);
  }

  @Test
  void anIdThatNoFieldCanHoldIsNotSentBack() throws Exception {
    server
        .streams(OddServer.event("größer", OddServer.RUNNING))
        .streams(OddServer.event("2", CANCELED));

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.CANCELED);

    assertThat(requests())
        .extracting(request -> field(request, "Last-Event-ID"))
        .containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void aProxyThatCollectsEventsIsNotWaitedFor() throws Exception {
    server
        .answers(OddServer.stream(OddServer.event("1", CANCELED)).bodyDelay(50, TimeUnit.SECONDS))
        .succeeds();

    assertThat(client.await(job).status()).isEqualTo(RemoteStatus.SUCCEEDED);
  }

  @Test
  void howLongToLeaveAServerAloneBetweenStreamsHasBounds() {
    assertThat(Resumption.NONE.after("", Optional.empty()).pause())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(Resumption.NONE.after("", Optional.of(Duration.ZERO)).pause())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(Resumption.NONE.after("", Optional.of(Duration.ofSeconds(5))).pause())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(Resumption.NONE.after("", Optional.of(Duration.ofDays(1))).pause())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void howeverManyEventsComeAtOnceTheLastIsHeard() throws Exception {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(OddServer.event("" + i, OddServer.RUNNING.replace("42", "" + i)));
    }
    events.add(OddServer.event("end", CANCELED));
    server.streams(events.toArray(String[]::new));
    List<RemoteStatus> heard = new ArrayList<>();

    client.await(job, latest -> heard.add(latest.status()));

    assertThat(heard).endsWith(RemoteStatus.CANCELED);
    assertThat(heard).hasSizeLessThanOrEqualTo(51);
  }
}
