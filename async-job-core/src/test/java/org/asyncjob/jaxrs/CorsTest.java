package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts of other origins may do. */
class CorsTest {

  private static final String FRIEND = "https://friend.example";
  private static final String STRANGER = "https://stranger.example";

  @TempDir private Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new PlaysServer(
            directory,
            settings -> settings.allowedOrigins(List.of(FRIEND, "http://localhost:3000")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFriendsScriptSeesWhereItsJobIsAndHowItStands() throws Exception {
    HttpResponse<String> accepted =
        server.post("?act=play", "x", "Content-Type", "text/plain", "Origin", FRIEND);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertOpenTo(FRIEND, accepted);
    assertThat(accepted.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
        .contains("Location", "Operation-Location", "Content-Location", "Retry-After")
        .contains("ETag", "Content-Range", "Accept-Ranges", "Content-Disposition")
        .contains("Content-Length", "Preference-Applied", "Link");
    URI process = PlaysServer.location(accepted);
    server.await(process, "Succeeded");
    assertOpenTo(FRIEND, server.get(process, "Origin", FRIEND));
    HttpResponse<String> part =
        server.get(URI.create(process + "/result"), "Origin", FRIEND, "Range", "bytes=0-1");
    assertThat(part.statusCode()).isEqualTo(206);
    assertOpenTo(FRIEND, part);
    assertThat(part.headers().allValues("Vary")).anyMatch(value -> value.contains("Accept"));
  }

  @Test
  void aFriendsScriptSeesErrorsToo() throws Exception {
    HttpResponse<String> unknown = server.get(server.uri("team/plays/x"), "Origin", FRIEND);
    HttpResponse<String> wrongType =
        server.post("", "x", "Content-Type", "image/png", "Origin", FRIEND);
    HttpResponse<String> tooLarge =
        server.post("", "x".repeat(2000), "Content-Type", "text/plain", "Origin", FRIEND);

    assertThat(List.of(unknown, wrongType, tooLarge))
        .extracting(HttpResponse::statusCode)
        .containsExactly(404, 415, 413);
    assertOpenTo(FRIEND, unknown);
    assertOpenTo(FRIEND, wrongType);
    assertOpenTo(FRIEND, tooLarge);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team/plays",
        "team/plays/8ac3",
        "team/plays/8ac3/result",
        "team/plays/8ac3/result/a"
      })
  void theQuestionBeforehandIsAnswered(String path) throws Exception {
    HttpResponse<String> answer = preflight(path, "http://localhost:3000");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertOpenTo("http://localhost:3000", answer);
    assertThat(listed(answer, "Access-Control-Allow-Methods"))
        .contains("get", "head", "post", "delete");
    assertThat(listed(answer, "Access-Control-Allow-Headers"))
        .contains("content-type", "prefer", "idempotency-key", "range", "if-range")
        .contains("if-none-match", "authorization", "content-disposition", "last-event-id");
    assertThat(answer.headers().firstValue("Access-Control-Max-Age")).contains("600");
  }

  @Test
  void aStrangersScriptIsToldNothing() throws Exception {
    assertClosed(preflight("team/plays", STRANGER));
    assertClosed(preflight("team/plays", FRIEND + ".stranger.example"));
    assertClosed(preflight("team/plays", FRIEND.toUpperCase(Locale.ROOT)));
    assertClosed(preflight("team/plays", "null"));
    HttpResponse<String> read = server.get(server.uri("team/plays/x"), "Origin", STRANGER);
    assertClosed(read);
    assertThat(read.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void cachesKnowThatTheAnswerDependsOnTheOriginEvenWithoutOne() throws Exception {
    HttpResponse<String> answer = server.get(server.uri("team/plays/x"));

    assertClosed(answer);
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void whatIsNoJobResourceIsNotTouched() throws Exception {
    for (String path : List.of("elsewhere", "team", "team/playsground", "other/team/plays")) {
      assertClosed(preflight(path, FRIEND));
      HttpResponse<String> read = server.get(server.uri(path), "Origin", FRIEND);
      assertClosed(read);
      assertThat(read.headers().firstValue("Vary")).isEmpty();
    }
  }

  @Test
  void optionsThatAreNoQuestionBeforehandAreLeftToTheRuntime() throws Exception {
    HttpResponse<String> options =
        server.send(
            PlaysServer.request(server.uri("team/plays"), "Origin", FRIEND)
                .method("OPTIONS", BodyPublishers.noBody())
                .build());

    assertThat(options.headers().firstValue("Allow").orElseThrow()).contains("POST");
    assertThat(options.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
  }

  @Test
  void withoutOriginsThereIsNoCors() throws Exception {
    try (PlaysServer closed = new PlaysServer(directory.resolve("closed"))) {
      HttpResponse<String> read = closed.get(closed.uri("team/plays/x"), "Origin", FRIEND);
      assertClosed(read);
      assertThat(read.headers().allValues("Vary")).doesNotContain("Origin");
    }
  }

  @Test
  void originsAreTakenAsBrowsersSendThem() {
    List<String> fine = List.of("https://a.example", "http://localhost:3000", "http://[::1]:8080");

    assertThat(Origins.checked(fine)).isEqualTo(Set.copyOf(fine));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "",
        "a.example",
        "https://a.example/",
        "https://A.example",
        "HTTPS://a.example",
        "https://a.example:443",
        "http://a.example:80",
        "ftp://a.example",
        "https://u@a.example",
        "https://a.example?x",
        "https://*.a.example",
        "https://a example"
      })
  void anOriginThatNoBrowserSendsIsRefused(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origins.checked(List.of(origin)))
        .withMessageContaining("\"" + origin + "\"")
        .withMessageContaining("https://example.org");
  }

  @Test
  void aPathMayHaveVariables() {
    PathPrefix prefix = PathPrefix.of("/teams/{team}/v{version: [0-9]{1,2}}/jobs/");

    assertThat(List.of("teams/a/v1/jobs", "/teams/b/v12/jobs/", "teams/b/v12/jobs/8/result"))
        .allMatch(prefix::matches);
    assertThat(
            List.of("teams/a/v123/jobs", "teams//v1/jobs", "teams/a/b/v1/jobs", "teams/a/v1/job"))
        .noneMatch(prefix::matches);
    assertThat(PathPrefix.of("a.b").matches("axb")).isFalse();
    assertThat(PathPrefix.of("{all}").matches("x/y")).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> PathPrefix.of("a/{b"));
  }

  private HttpResponse<String> preflight(String path, String origin) throws Exception {
    return server.send(
        PlaysServer.request(
                server.uri(path),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type")
            .method("OPTIONS", BodyPublishers.noBody())
            .build());
  }

  private static List<String> listed(HttpResponse<String> answer, String field) {
    String value = answer.headers().firstValue(field).orElseThrow();
    return List.of(value.toLowerCase(Locale.ROOT).split(", *"));
  }

  private static void assertOpenTo(String origin, HttpResponse<String> answer) {
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(origin);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
  }

  private static void assertClosed(HttpResponse<String> answer) {
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }
}
