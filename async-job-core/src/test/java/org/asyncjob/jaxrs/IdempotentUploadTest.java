package org.asyncjob.jaxrs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header field Idempotency-Key of docs/http.md: sent twice, done once. */
class IdempotentUploadTest {

  private static final String KEY = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";
  private static final int CLIENTS = 100;

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PlaysServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theSameRequestGetsTheSameAddressWhileTheJobRuns() throws Exception {
    HttpResponse<String> first = post("?act=wait", "text", KEY);
    server.await(location(first), "Running");

    HttpResponse<String> second = post("?act=wait", "text", KEY);

    assertThat(first.statusCode()).isEqualTo(202);
    assertAcceptedAs(location(first), second);
    assertThat(json(second).get("status").asText()).isEqualTo("Running");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.files()).as("the input of the one job").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"play", "fail"})
  void theSameRequestGetsTheSameAddressWhenTheJobHasEnded(String act) throws Exception {
    HttpResponse<String> first = post("?act=" + act, "text", KEY);
    String end = act.equals("play") ? "Succeeded" : "Failed";
    server.await(location(first), end);
    int files = server.files().size();

    HttpResponse<String> second = post("?act=" + act, "text", KEY);

    assertAcceptedAs(location(first), second);
    assertThat(json(second).get("status").asText()).isEqualTo(end);
    assertThat(second.headers().firstValue("Retry-After")).isEmpty();
    assertThat(server.files()).hasSize(files);
  }

  @Test
  void theSameRequestGetsTheSameAddressWhenTheJobIsGone() throws Exception {
    HttpResponse<String> first = post("?act=play", "text", KEY);
    server.await(location(first), "Succeeded");
    server.delete(location(first));

    HttpResponse<String> second = post("?act=play", "text", KEY);

    assertAcceptedAs(location(first), second);
    assertThat(server.get(location(second)).statusCode()).isEqualTo(410);
    assertThat(server.files()).isEmpty();
  }

  @Test
  void quotesAreNotPartOfTheKey() throws Exception {
    HttpResponse<String> first = post("?act=wait", "text", KEY);

    assertAcceptedAs(location(first), post("?act=wait", "text", KEY.replace("\"", "")));
  }

  @Test
  void aJsonRequestIsComparedByItsOptions() throws Exception {
    URI first = location(postJson("{\"act\":\"wait\",\"count\":1}"));

    assertAcceptedAs(first, postJson("{\"count\": 1, \"act\": \"wait\"}"));
    assertReused(postJson("{\"act\":\"wait\",\"count\":2}"));
  }

  @Test
  void otherBytesOrOptionsUnderTheSameKeyAreFourTwentyTwo() throws Exception {
    server.await(location(post("?act=wait", "text", KEY)), "Running");

    assertReused(post("?act=wait", "TEXT", KEY));
    assertReused(post("?act=wait&count=1", "text", KEY));
    assertReused(postJson("{\"act\":\"wait\"}"));
    assertThat(server.files()).as("the input of the one job").hasSize(1);
  }

  @Test
  void anotherKeyMakesAnotherJob() throws Exception {
    URI first = location(post("?act=wait", "text", KEY));
    server.await(first, "Running");

    assertThat(location(post("?act=wait", "text", "other"))).isNotEqualTo(first);
  }

  @Test
  void anotherCallersKeyIsAnotherKey() throws Exception {
    URI alices = location(post("?act=wait", "text", KEY, "X-Test-User", "alice"));
    HttpResponse<String> first = server.get(alices, "X-Test-User", "alice");
    assertThat(first.statusCode()).isEqualTo(200);

    HttpResponse<String> bobs = post("?act=fail", "other", KEY, "X-Test-User", "bob");

    assertThat(bobs.statusCode()).isEqualTo(202);
    assertThat(location(bobs)).isNotEqualTo(alices);
    assertAcceptedAs(alices, post("?act=wait", "text", KEY, "X-Test-User", "alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"open", "a\"b", "\"tab\tinside\"", "one, two"})
  void aMalformedKeyIsFourHundred(String key) throws Exception {
    assertProblem(post("?act=play", "text", key), 400, "malformed-request");
    assertThat(server.files()).isEmpty();
  }

  @Test
  void aKeyThatIsTooLongOrGivenTwiceIsFourHundred() throws Exception {
    assertProblem(post("?act=play", "text", "k".repeat(256)), 400, "malformed-request");
    assertProblem(
        post("?act=play", "text", "one", "Idempotency-Key", "one"), 400, "malformed-request");
    assertThat(server.files()).isEmpty();
  }

  @Test
  void theKeyOfARequestThatWasRefusedIsFree() throws Exception {
    assertThat(post("?count=10", "text", KEY).statusCode()).isEqualTo(422);
    assertThat(post("?nonsense=1", "text", KEY).statusCode()).isEqualTo(400);
    assertThat(post("", "x".repeat(2000), KEY).statusCode()).isEqualTo(413);

    assertThat(post("?act=play", "text", KEY).statusCode()).isEqualTo(202);
  }

  @Test
  void theKeySaysNothingToOtherMethods() throws Exception {
    URI process = location(post("?act=wait", "text", KEY));

    assertThat(server.get(process, "Idempotency-Key", "\"").statusCode()).isEqualTo(200);
    assertThat(server.delete(process, "Idempotency-Key", KEY).statusCode()).isEqualTo(202);
  }

  @Test
  void aHundredClientsThatSendOneKeyAtOnceMakeOneJob() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      CyclicBarrier together = new CyclicBarrier(CLIENTS);
      Callable<URI> client =
          () -> {
            together.await();
            return submitUntilAccepted();
          };

      List<Future<URI>> processes = threads.invokeAll(Collections.nCopies(CLIENTS, client));

      assertThat(processes).hasSize(CLIENTS).extracting(Future::get).containsOnly(only(processes));
      assertThat(server.files()).as("the input of the one job").hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What a client does with a 409: it comes again. */
  private URI submitUntilAccepted() throws Exception {
    HttpResponse<String> answer = post("?act=wait", "text", KEY);
    while (answer.statusCode() == 409) {
      assertProblem(answer, 409, "still-uploading");
      answer = post("?act=wait", "text", KEY);
    }
    assertThat(answer.statusCode()).isEqualTo(202);
    return location(answer);
  }

  private static URI only(List<Future<URI>> processes) throws Exception {
    return processes.get(0).get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=b"})
  void aClientThatDiesInMidUploadLeavesNothingBehindAndItsKeyFree(String type) throws Exception {
    String part = type.startsWith("multipart") ? "--b\r\nContent-Disposition: form-data; " : "";
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.uri("").getPort())) {
      beginUpload(client, type, part);
      HttpResponse<String> meanwhile = post("?act=wait", "text", KEY);
      assertProblem(meanwhile, 409, "still-uploading");
      assertThat(meanwhile.headers().firstValue("Retry-After")).contains("1");
      assertThat(post("?act=wait", "text", "other").statusCode()).isEqualTo(202);
      client.setSoLinger(true, 0);
    }

    HttpResponse<String> accepted =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> post("?act=wait", "text", KEY), answer -> answer.statusCode() != 409);
    assertThat(accepted.statusCode()).isEqualTo(202);

    server.await(location(accepted), "NotStarted");
    assertThat(server.files()).as("the inputs of the two jobs").hasSize(2);
  }

  @Test
  void aClientThatSendsTheRestAfterAllGetsItsJob() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.uri("").getPort())) {
      beginUpload(client, "text/plain", "");
      assertThat(post("?act=wait", "text", KEY).statusCode()).isEqualTo(409);

      byte[] rest = new byte[400];
      Arrays.fill(rest, (byte) 'x');
      client.getOutputStream().write(rest);
      client.getOutputStream().flush();

      assertThat(statusLine(client.getInputStream())).startsWith("HTTP/1.1 202");
    }

    HttpResponse<String> again = post("?act=wait", "x".repeat(500), KEY);
    assertThat(again.statusCode()).isEqualTo(202);
    assertReused(post("?act=wait", "text", KEY));
    assertThat(server.files()).hasSize(1);
  }

  /** Sends 100 of 500 bytes and waits until the server waits for more. */
  private void beginUpload(Socket client, String type, String start) throws IOException {
    String head =
        "POST /team/plays?act=wait HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + type
            + "\r\nContent-Length: 500\r\nIdempotency-Key: "
            + KEY
            + "\r\n\r\n";
    String body = start + "x".repeat(100 - start.length());
    int before = server.admitted.get();
    client.getOutputStream().write((head + body).getBytes(US_ASCII));
    client.getOutputStream().flush();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> server.admitted.get() > before);
  }

  private static String statusLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private HttpResponse<String> post(String query, String body, String key, String... headers)
      throws Exception {
    return server.send(
        PlaysServer.request(server.uri("team/plays" + query), headers)
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> postJson(String body) throws Exception {
    return server.post("", body, "Content-Type", "application/json", "Idempotency-Key", KEY);
  }

  private void assertAcceptedAs(URI process, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(location(answer)).isEqualTo(process);
    assertThat(answer.headers().firstValue("Operation-Location")).contains(process.toString());
    assertThat(answer.headers().firstValue("Content-Location")).contains(process.toString());
  }

  private static void assertReused(HttpResponse<String> answer) throws Exception {
    assertProblem(answer, 422, "idempotency-key-reused");
  }

  private static void assertProblem(HttpResponse<String> refused, int status, String name)
      throws Exception {
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(refused).get("type").asText()).isEqualTo("urn:problem-type:asyncjob:" + name);
  }
}
