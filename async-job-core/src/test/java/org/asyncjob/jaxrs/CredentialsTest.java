package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application that asks for credentials, and says by {@code @RolesAllowed} what they are good
 * for: each address of a job resource keeps to it, also those that its class does not name.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CredentialsTest {

  private static final String PASSWORD = "pass:word";
  private static final Map<String, BasicAuthentication.User> USERS =
      Map.of(
          "ann", new BasicAuthentication.User(PASSWORD, Set.of("director")),
          "bob", new BasicAuthentication.User(PASSWORD, Set.of("director")),
          "eve", new BasicAuthentication.User(PASSWORD, Set.of("member")),
          "joe", new BasicAuthentication.User(PASSWORD, Set.of("stagehand")));

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server = guarded(true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PlaysServer guarded(boolean problems) throws Exception {
    return new PlaysServer(
        directory,
        settings -> problems ? settings.problemDetailsForEverything() : settings,
        new BasicAuthentication("guarded/", USERS),
        new RolesAllowedDynamicFeature(),
        new GuardedPlays());
  }

  /** What a client can do with a job, or to get one. */
  enum Use {
    SUBMIT("POST", ""),
    STATUS("GET", "/%s"),
    STATUS_HEAD("HEAD", "/%s"),
    EVENTS("GET", "/%s/events"),
    EVENTS_HEAD("HEAD", "/%s/events"),
    EVENTS_BY_ACCEPT("GET", "/%s"),
    RESULT("GET", "/%s/result"),
    RESULT_HEAD("HEAD", "/%s/result"),
    DOWNLOAD("GET", "/%s/result/x.txt"),
    DOWNLOAD_HEAD("HEAD", "/%s/result/x.txt"),
    DELETE("DELETE", "/%s");

    private final String method;
    private final String address;

    Use(String method, String address) {
      this.method = method;
      this.address = address;
    }

    boolean isOfAJob() {
      return this != SUBMIT;
    }
  }

  private HttpResponse<String> use(Use use, String id, String... fields) throws Exception {
    List<String> all = new ArrayList<>(List.of(fields));
    if (use == Use.SUBMIT) {
      all.addAll(List.of("Content-Type", "text/plain"));
    }
    if (use == Use.EVENTS_BY_ACCEPT) {
      all.addAll(List.of("Accept", "text/event-stream"));
    }
    URI uri = server.uri("guarded/plays" + String.format(use.address, id));
    HttpRequest.Builder request = PlaysServer.request(uri, all.toArray(String[]::new));
    return server.send(
        request
            .method(
                use.method,
                use == Use.SUBMIT ? BodyPublishers.ofString("text") : BodyPublishers.noBody())
            .build());
  }

  private static String[] as(String name) {
    return new String[] {"Authorization", BasicAuthentication.authorization(name, PASSWORD)};
  }

  /** Submits as ann, and waits for the result. */
  private String finished() throws Exception {
    HttpResponse<String> accepted =
        server.send(
            PlaysServer.request(server.uri("guarded/plays"), as("ann"))
                .header("Content-Type", "text/plain")
                .header("Prefer", "wait=30")
                .POST(BodyPublishers.ofString("text"))
                .build());
    assertThat(accepted.statusCode()).isEqualTo(303);
    String result = location(accepted).getPath();
    return result.replaceAll(".*/plays/|/result.*", "");
  }

  private static void assertProblem(HttpResponse<String> refused, int status) throws Exception {
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    if (!refused.request().method().equals("HEAD")) {
      assertThat(json(refused).get("status").asInt()).isEqualTo(status);
      assertThat(json(refused).get("type").asText()).isEqualTo("about:blank");
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutCredentialsEverythingIsFourOhOne(Use use) throws Exception {
    String id = finished();

    HttpResponse<String> refused = use(use, id);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"plays\"");
    assertProblem(refused, 401);
  }

  @ParameterizedTest
  @EnumSource
  void withWrongCredentialsEverythingIsFourOhOne(Use use) throws Exception {
    String id = finished();
    String wrong = BasicAuthentication.authorization("ann", "guess");

    assertThat(use(use, id, "Authorization", wrong).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheRoleEverythingIsFourOhThree(Use use) throws Exception {
    String id = finished();

    HttpResponse<String> refused = use(use, id, as("joe"));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertProblem(refused, 403);
  }

  @ParameterizedTest
  @EnumSource
  void aJobOfAnotherPrincipalIsNotThereWhateverTheRole(Use use) throws Exception {
    String id = finished();

    HttpResponse<String> answer = use(use, id, as("bob"));

    assertThat(answer.statusCode()).isEqualTo(use.isOfAJob() ? 404 : 202);
    assertThat(use(Use.RESULT, id, as("ann")).body()).isEqualTo("played upload");
  }

  @ParameterizedTest
  @EnumSource
  void whoeverHasTheRoleAndTheJobGetsWhatThereIs(Use use) throws Exception {
    String id = finished();

    HttpResponse<String> answer = use(use, id, as("ann"));

    int expected =
        switch (use) {
          case SUBMIT -> 202;
          case STATUS, STATUS_HEAD -> 303;
          case DELETE -> 204;
          case DOWNLOAD, DOWNLOAD_HEAD -> 404; // it has another name
          default -> 200;
        };
    assertThat(answer.statusCode()).isEqualTo(expected);
  }

  @Test
  void aRoleOnAMethodCountsForThatMethod() throws Exception {
    assertThat(use(Use.SUBMIT, "", as("eve")).statusCode()).isEqualTo(403);
    assertThat(use(Use.STATUS, finished(), as("eve")).statusCode())
        .as("she may look, but this is not hers")
        .isEqualTo(404);
  }

  @Test
  void whatIsRefusedIsNotReadAndItsKeyIsFree() throws Exception {
    assertThat(use(Use.SUBMIT, "", "Idempotency-Key", "k").statusCode()).isEqualTo(401);
    assertThat(server.admitted).hasValue(0);
    assertThat(server.files()).isEmpty();

    HttpRequest.Builder again = PlaysServer.request(server.uri("guarded/plays"), as("ann"));
    HttpResponse<String> accepted =
        server.send(
            again
                .header("Idempotency-Key", "k")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("another text"))
                .build());

    assertThat(accepted.statusCode()).isEqualTo(202);
  }

  @Test
  void nobodyLearnsFromAResumedStreamThatAJobOfSomebodyElseHasEnded() throws Exception {
    String id = finished();
    String stream = use(Use.EVENTS, id, as("ann")).body();
    String seen = stream.lines().filter(line -> line.startsWith("id:")).findFirst().orElseThrow();
    String event = seen.substring("id:".length()).strip();

    assertThat(resumed(id, event, as("ann")).statusCode()).isEqualTo(204);
    assertThat(resumed(id, event, as("bob")).statusCode()).isEqualTo(404);
    assertThat(resumed(id, event, as("joe")).statusCode()).isEqualTo(403);
    assertThat(resumed(id, event).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> resumed(String id, String event, String... fields) throws Exception {
    List<String> all = new ArrayList<>(List.of(fields));
    all.addAll(List.of("Last-Event-ID", event));
    return use(Use.EVENTS, id, all.toArray(String[]::new));
  }

  /** The same where the application keeps its own error answers. */
  @Nested
  class WithoutProblemDetails {

    @BeforeEach
    void startAgain() throws Exception {
      server.close();
      server = guarded(false);
    }

    @ParameterizedTest
    @EnumSource
    void theApplicationRefusesInItsOwnWay(Use use) throws Exception {
      String id = finished();

      assertThat(use(use, id).statusCode()).isEqualTo(401);
      assertThat(use(use, id, as("joe")).statusCode()).isEqualTo(403);
      assertThat(use(use, id, as("joe")).headers().firstValue("Content-Type"))
          .isNotEqualTo(Optional.of("application/problem+json"));
    }
  }

  /** Where anybody may come, but some say who they are. */
  @Nested
  class WhereCredentialsAreNotAskedFor {

    @Test
    void whoeverIsAnonymousSeesWhatIsNobodysAndNothingElse() throws Exception {
      URI anns = server.submit("play", "X-Test-User", "ann");
      URI nobodys = server.submit("play");
      server.await(nobodys, "Succeeded");

      for (String path : List.of("", "/events", "/result", "/result/x")) {
        HttpResponse<InputStream> answer = server.stream(URI.create(anns + path));
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        answer.body().close();
      }
      assertThat(server.get(URI.create(nobodys + "/result")).statusCode()).isEqualTo(200);
      assertThat(server.get(URI.create(nobodys + "/result"), "X-Test-User", "bob").statusCode())
          .isEqualTo(200);
    }
  }
}
