package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that are somewhere else, for a client with credentials that are not meant for there. */
@Timeout(60)
class LinkedResultsTest {

  @TempDir private Path directory;

  private OddServer server;
  private OddServer elsewhere;
  private OkHttpClient http;
  private AsyncJobClient client;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    elsewhere = new OddServer();
    http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().header("Authorization", "Bearer t").build()))
            .addNetworkInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().header("X-Api-Key", "secret").build()))
            .authenticator(
                (route, response) ->
                    response.request().newBuilder().header("Authorization", "Basic t").build())
            .build();
    client = AsyncJobClient.builder().httpClient(http).patience(Duration.ZERO).build();
  }

  @AfterEach
  void stop() {
    client.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    server.close();
    elsewhere.close();
  }

  private void leadsElsewhere() {
    server.answers(303, "{}", "Location", elsewhere.uri("/a?signature=x").toString());
  }

  private Path file() {
    return directory.resolve("a");
  }

  private RemoteJob succeeded() throws InterruptedException {
    server.succeeds();
    RemoteJob job = client.status(server.uri("/jobs/1"));
    server.nextRequest();
    return job;
  }

  private void assertWithoutCredentials() throws InterruptedException {
    var seen = elsewhere.nextRequest().getHeaders();
    assertThat(seen.get("Authorization")).isNull();
    assertThat(seen.get("X-Api-Key")).isNull();
  }

  @Test
  void credentialsAreNotSentToAnotherOrigin() throws Exception {
    leadsElsewhere();
    elsewhere.answers(200, "bytes");

    assertThat(client.download(server.uri("/jobs/1/result"), file())).isEqualTo(5);

    assertThat(file()).hasContent("bytes");
    assertThat(server.nextRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t");
    assertWithoutCredentials();
  }

  @Test
  void anotherOriginThatAsksForCredentialsGetsNone() {
    leadsElsewhere();
    elsewhere.answers(401, "", "WWW-Authenticate", "Basic realm=\"x\"");

    assertThatThrownBy(() -> client.download(server.uri("/jobs/1/result"), file()))
        .isInstanceOf(RequestRefusedException.class);

    assertThat(elsewhere.requests()).isEqualTo(1);
  }

  @Test
  void whatLeadsBackFromAnotherOriginIsFollowedWithoutCredentials() throws Exception {
    leadsElsewhere();
    elsewhere.answers(302, "", "Location", server.uri("/private").toString());
    server.answers(200, "bytes");

    client.download(server.uri("/jobs/1/result"), file());

    server.nextRequest();
    assertThat(server.nextRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void aJobWhoseResultIsElsewhereFromTheStartIsFetchedWithoutCredentials() throws Exception {
    server.answers(303, "", "Location", elsewhere.uri("/a").toString());
    RemoteJob job = client.status(server.uri("/jobs/1"));
    elsewhere.answers(200, "bytes");

    client.download(job, file());

    assertWithoutCredentials();
  }

  @Test
  void aNameThatASignedLinkDoesNotTellIsNone() throws Exception {
    leadsElsewhere();
    elsewhere.answers(403, "");

    assertThat(client.resultName(succeeded())).isEmpty();
  }

  @Test
  void theServerOfTheJobMayNotRefuseItsName() throws Exception {
    RemoteJob job = succeeded();
    server.answers(403, "");

    assertThatThrownBy(() -> client.resultName(job)).isInstanceOf(RequestRefusedException.class);
  }

  @Test
  void aSmallResultIsReadAsText() throws Exception {
    RemoteJob job = succeeded();
    server.answers(200, "{\"stars\":\"\u2605\"}", "Content-Type", "application/json");

    assertThat(client.resultText(job)).isEqualTo("{\"stars\":\"\u2605\"}");
    assertThat(server.nextRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t");
  }

  @Test
  void aLongResultIsNotReadAsText() throws Exception {
    RemoteJob job = succeeded();
    server.answers(200, "x".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> client.resultText(job))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("download it into a file");
  }

  @Test
  void aJobThatHasNoResultIsNotFetched() throws Exception {
    server.runs();
    RemoteJob running = client.status(server.uri("/jobs/1"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.download(running, file()))
        .withMessageContaining("Running");
  }
}
