package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client with the HTTP client of the program around it. */
@Timeout(60)
class SharedConnectionsTest {

  private OddServer server;
  private OkHttpClient http;

  @BeforeEach
  void start() throws IOException {
    server = new OddServer();
    http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().header("Authorization", "Bearer t").build()))
            .readTimeout(Duration.ofMillis(500))
            .build();
  }

  @AfterEach
  void stop() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    server.close();
  }

  private AsyncJobClient client(Duration hold) {
    return AsyncJobClient.builder()
        .httpClient(http)
        .patience(Duration.ZERO)
        .preferWait(hold)
        .build();
  }

  @Test
  void sendsItsCredentialsButDoesNotFollowTheRedirectToTheResult() throws Exception {
    server.succeeds();

    try (AsyncJobClient client = client(Duration.ZERO)) {
      assertThat(client.status(server.uri("/jobs/1")).result())
          .contains(server.uri("/jobs/1/result"));
    }
    assertThat(server.nextRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t");
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void leavesItsConnectionsOpen() throws Exception {
    server.runs();

    AsyncJobClient client = client(Duration.ZERO);
    client.status(server.uri("/jobs/1"));
    client.close();

    assertThat(http.connectionPool().connectionCount()).isEqualTo(1);
    assertThat(http.dispatcher().executorService().isShutdown()).isFalse();
  }

  @Test
  void hasItsReadTimeoutAndThatIsLongerForAnswersThatAreHeld() throws Exception {
    server.answers(
        OddServer.response(303, "", "Location", "/jobs/1/result")
            .headersDelay(1, TimeUnit.SECONDS));
    server.answers(
        OddServer.response(303, "", "Location", "/jobs/1/result")
            .headersDelay(1, TimeUnit.SECONDS));

    try (AsyncJobClient client = client(Duration.ZERO)) {
      assertThatThrownBy(() -> client.status(server.uri("/jobs/1")))
          .isInstanceOf(ServerUnreachableException.class)
          .hasMessageContaining("too long to answer");
    }
    try (AsyncJobClient client = client(Duration.ofSeconds(30))) {
      assertThat(client.status(server.uri("/jobs/1")).status()).isEqualTo(RemoteStatus.SUCCEEDED);
    }
  }

  @Test
  void hasItsReadTimeoutForAnswersAndNotForTheSilenceBetweenEvents() throws Exception {
    String first = OddServer.event("1", OddServer.RUNNING);
    String last = OddServer.event("2", "{\"status\":\"Canceled\"}");
    server.runs();
    server.answers(OddServer.stream(first, last).throttleBody(first.length(), 1, TimeUnit.SECONDS));

    try (AsyncJobClient client = client(Duration.ZERO)) {
      RemoteJob job = client.status(server.uri("/jobs/1"));

      assertThat(client.await(job).status()).isEqualTo(RemoteStatus.CANCELED);
    }
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void asksForAsManyThreadsAtOnceAsCallIt() throws Exception {
    int threads = 20; // okhttp's own limit is 5 for one server
    CountDownLatch allAreThere = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      server.answersOnceAllAreThere(allAreThere, 303, "Location", "/jobs/1/result");
    }
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try (AsyncJobClient client = client(Duration.ofSeconds(30))) {
      List<Future<RemoteJob>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(callers.submit(() -> client.status(server.uri("/jobs/1"))));
      }
      for (Future<RemoteJob> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(RemoteStatus.SUCCEEDED);
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
