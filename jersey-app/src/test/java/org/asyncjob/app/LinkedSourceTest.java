package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.asyncjob.app.TestClient.json;
import static org.asyncjob.app.TestClient.location;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links instead of files, over HTTP, to a server that the operator has allowed, and to others. */
class LinkedSourceTest {

  @TempDir Path data;
  @TempDir Path directory;

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer origin;

  @BeforeEach
  void startTheOrigin() throws IOException {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setExecutor(Executors.newCachedThreadPool());
    byte[] clip = Files.readAllBytes(Samples.clip());
    origin.createContext(
        "/clip",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, clip.length);
          exchange.getResponseBody().write(clip);
          exchange.close();
        });
    origin.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, clip.length);
          exchange.getResponseBody().write(clip, 0, clip.length / 2);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    origin.createContext(
        "/text",
        exchange -> {
          byte[] text =
              "This is no video, whatever the link says.".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "video/mp4");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    origin.start();
  }

  @AfterEach
  void stopTheOrigin() {
    over.countDown();
    origin.stop(0);
  }

  @Test
  void aLinkBecomesAnMp3UnderTheNameOfItsFile() throws Exception {
    try (ServedApp app = ServedApp.start(data, 0, "--allow-source", "127.0.0.1")) {
      TestClient client = new TestClient(app.base());

      HttpResponse<String> accepted = submit(client, link("/clip/Holiday.mp4"), ",\"bitrate\":64");

      assertThat(accepted.statusCode()).isEqualTo(202);
      HttpResponse<String> done = client.await(location(accepted), "Succeeded");
      assertThat(done.statusCode()).isEqualTo(303);
      Path mp3 = directory.resolve("clip.mp3");
      HttpResponse<Path> result = client.download(location(done), mp3);
      assertThat(result.headers().firstValue("Content-Disposition").orElseThrow())
          .contains("Holiday.mp3");
      assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
      assertThat(filesUnder(data.resolve("work"))).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:%d/clip", "http://[::1]:%d/clip", "http://169.254.169.254/"})
  void aLinkIntoThisNetworkIsNotFetchedAndItsJobSaysSo(String link) throws Exception {
    try (ServedApp app = ServedApp.start(data)) {
      TestClient client = new TestClient(app.base());

      HttpResponse<String> accepted =
          submit(client, link.formatted(origin.getAddress().getPort()), "");
      assertThat(accepted.statusCode()).isEqualTo(202);
      HttpResponse<String> failed = client.await(location(accepted), "Failed");

      assertThat(failed.statusCode()).isEqualTo(200);
      assertThat(failed.headers().firstValue("Retry-After")).isEmpty();
      JsonNode document = json(failed);
      assertThat(document.get("error").asText()).isEqualTo("Unable to access the file");
      assertThat(document.at("/problem/type").asText())
          .isEqualTo("urn:problem-type:asyncjob:source-refused");
      assertThat(document.at("/problem/detail").asText()).contains("only public ones");
      assertThat(failed.body()).doesNotContain("127.0.0.1:" + origin.getAddress().getPort());
      assertThat(requests).hasValue(0);
    }
  }

  @Test
  void whatIsBehindALinkIsJudgedByItsBytes() throws Exception {
    try (ServedApp app = ServedApp.start(data, 0, "--allow-source", "127.0.0.0/8")) {
      TestClient client = new TestClient(app.base());

      HttpResponse<String> failed =
          client.await(location(submit(client, link("/text/clip.mp4"), "")), "Failed");

      assertThat(json(failed).at("/problem/type").asText())
          .isEqualTo("urn:problem-type:asyncjob:not-a-media-file");
    }
  }

  @Test
  void whileItIsFetchedItSaysSoAndCancellingEndsThat() throws Exception {
    try (ServedApp app = ServedApp.start(data, 0, "--allow-source", "127.0.0.1")) {
      TestClient client = new TestClient(app.base());
      HttpResponse<String> accepted = submit(client, link("/endless"), "");
      Awaitility.await()
          .until(
              () -> json(client.get(location(accepted))),
              status ->
                  status.get("phase").asText().equals("fetching")
                      && status.get("progress").asInt() > 5);

      client.delete(location(accepted));

      client.await(location(accepted), "Canceled");
      assertThat(filesUnder(data.resolve("work"))).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                | 422 | source",
        "{\"source\":\"clip.mp4\"}                         | 422 | https://host/path",
        "{\"source\":\"s3://bucket/key\"}                  | 422 | http, https",
        "{\"source\":\"https://me:pw@example.org/a.mp4\"}  | 422 | password",
        "{\"source\":\"https://example.org/\",\"speed\":2} | 400 | speed",
        "{\"source\":[\"https://example.org/\"]}           | 400 | source",
        "[\"https://example.org/\"]                        | 400 | JSON object",
        "{\"source\":                                      | 400 | JSON object"
      })
  void whatCannotWorkIsRefusedAtOnce(String body, int status, String said) throws Exception {
    try (ServedApp app = ServedApp.start(data)) {
      HttpResponse<String> refused =
          new TestClient(app.base()).post("", "application/json", BodyPublishers.ofString(body));

      assertThat(refused.statusCode()).isEqualTo(status);
      assertThat(json(refused).get("detail").asText()).contains(said);
    }
  }

  @Test
  void aFileAndALinkAreOneTooMany() throws Exception {
    try (ServedApp app = ServedApp.start(data)) {
      HttpResponse<String> refused =
          new TestClient(app.base())
              .upload(Samples.clip(), "?source=https%3A%2F%2Fexample.org%2Fa.mp4");

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(json(refused).get("detail").asText()).contains("one of them");
    }
  }

  @Test
  void aVeryLongOrderIsNotRead() throws Exception {
    try (ServedApp app = ServedApp.start(data)) {
      HttpResponse<String> refused =
          new TestClient(app.base())
              .post(
                  "",
                  "application/json",
                  BodyPublishers.ofString("{\"source\":\"" + "a".repeat(100_000) + "\"}"));

      assertThat(refused.statusCode()).isEqualTo(413);
    }
  }

  @Test
  void withAListOnlyWhatIsOnItIsFetched() throws Exception {
    try (ServedApp app =
        ServedApp.start(data, 0, "--sources", "listed", "--allow-source", "127.0.0.1")) {
      TestClient client = new TestClient(app.base());

      client.await(location(submit(client, link("/clip"), "")), "Succeeded");
      HttpResponse<String> failed =
          client.await(location(submit(client, "http://8.8.8.8/a.mp4", "")), "Failed");

      assertThat(json(failed).at("/problem/type").asText()).endsWith(":source-refused");
    }
  }

  @Test
  void linksCanBeTurnedOff() throws Exception {
    try (ServedApp app = ServedApp.start(data, 0, "--sources", "none")) {
      HttpResponse<String> refused = submit(new TestClient(app.base()), link("/clip"), "");

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(json(refused).get("detail").asText()).contains("takes no links");
    }
  }

  @Test
  void aListOfHostsThatIsNoneIsNamed() {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> ServedApp.start(data, 0, "--allow-source", "10.0.0.0/99"))
        .withMessageContaining("--allow-source")
        .withMessageContaining("10.0.0.0/99");
  }

  private static HttpResponse<String> submit(TestClient client, String link, String more)
      throws IOException, InterruptedException {
    String body = "{\"source\":\"" + link + "\"" + more + "}";
    return client.post("", "application/json", BodyPublishers.ofString(body));
  }

  private String link(String path) {
    return "http://127.0.0.1:" + origin.getAddress().getPort() + path;
  }

  private static long filesUnder(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
