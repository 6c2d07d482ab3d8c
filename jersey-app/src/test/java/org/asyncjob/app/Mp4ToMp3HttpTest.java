package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.app.TestClient.json;
import static org.asyncjob.app.TestClient.location;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over HTTP, on real files, with the real ffmpeg. */
class Mp4ToMp3HttpTest {

  private static final long LIMIT = ServedApp.MOST_BYTES;

  @TempDir Path data;
  @TempDir Path directory;

  private ServedApp app;
  private TestClient client;

  @BeforeEach
  void start() {
    app = ServedApp.start(data, 0, "--workers", "2");
    client = new TestClient(app.base());
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  void anUploadBecomesAnMp3() throws Exception {
    HttpResponse<String> accepted = client.upload(Samples.clip(), "?filename=My%20Cl%C3%AFp.mp4");

    assertThat(accepted.statusCode()).isEqualTo(202);
    URI process = location(accepted);
    assertThat(accepted.headers().firstValue("Operation-Location")).contains(process.toString());
    assertThat(accepted.headers().firstValue("Content-Location")).contains(process.toString());
    assertThat(accepted.headers().firstValue("Retry-After")).isPresent();
    assertThat(accepted.headers().firstValue("Cache-Control")).contains("no-store");
    JsonNode status = json(accepted);
    assertThat(status.get("estimated_time_to_complete").asText()).matches("[1-9][0-9]* seconds");
    assertThat(status.get("poll_every").asText()).matches("[1-9][0-9]* seconds");

    HttpResponse<String> done = client.await(process, "Succeeded");
    assertThat(done.statusCode()).isEqualTo(303);
    Path mp3 = directory.resolve("clip.mp3");
    HttpResponse<Path> result = client.download(location(done), mp3);
    assertThat(result.headers().firstValue("Content-Type")).contains("audio/mpeg");
    assertThat(result.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("filename*=UTF-8''My%20Cl%C3%AFp.mp3");
    assertThat(result.headers().firstValueAsLong("Content-Length")).hasValue(Files.size(mp3));
    assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
  }

  @Test
  void aFormWithOptionsBecomesAnMp3() throws Exception {
    String boundary = "----b0undary";
    byte[] head =
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"bitrate\"\r\n\r\n64\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] tail =
        ("\r\n--" + boundary + "--\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);

    HttpResponse<String> accepted =
        client.post(
            "",
            "multipart/form-data; boundary=" + boundary,
            BodyPublishers.concat(
                BodyPublishers.ofByteArray(head),
                BodyPublishers.ofFile(Samples.clip()),
                BodyPublishers.ofByteArray(tail)));

    HttpResponse<String> done = client.await(location(accepted), "Succeeded");
    Path mp3 = directory.resolve("clip.mp3");
    client.download(location(done), mp3);
    assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
    assertThat(Files.size(mp3))
        .isCloseTo(
            (long) (Samples.CLIP_SECONDS * 64_000 / 8),
            org.assertj.core.data.Percentage.withPercentage(5));
  }

  @Test
  void aPartOfItIsAsLongAndAsLoudAsWasAskedFor() throws Exception {
    HttpResponse<String> accepted =
        client.upload(Samples.clip(), "?track=1&from=0.5&to=0:01.5&loudness=-16&bitrate=64");

    HttpResponse<String> done = client.await(location(accepted), "Succeeded");
    Path mp3 = directory.resolve("part.mp3");
    client.download(location(done), mp3);
    assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
    // A second is 39 frames and a bit, of 208 or 209 bytes; before them the tags.
    assertThat(Files.size(mp3)).isBetween(8_000L, 9_500L);
  }

  @Test
  void aTrackThatIsNotThereFailsWithThoseThatAre() throws Exception {
    HttpResponse<String> accepted = client.upload(Samples.clip(), "?track=fr");

    JsonNode failed = json(client.await(location(accepted), "Failed"));

    assertThat(failed.get("error").asText())
        .startsWith("The file has no audio track \"fr\" (option \"track\"). It has 1 (");
    assertThat(failed.at("/problem/type").asText())
        .isEqualTo("urn:problem-type:asyncjob:no-such-track");
  }

  @Test
  void aVideoWithoutSoundFailsWithASentence() throws Exception {
    HttpResponse<String> failed =
        client.await(location(client.upload(Samples.silent(), "")), "Failed");

    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(json(failed).get("error").asText()).isEqualTo("The file has no audio track.");
    assertThat(json(failed).at("/problem/type").asText())
        .isEqualTo("urn:problem-type:asyncjob:no-audio-track");
    assertNothingLeft();
  }

  @Test
  void aTextThatCallsItselfAVideoFailsWithASentence() throws Exception {
    HttpResponse<String> failed =
        client.await(location(client.upload(Samples.text(directory), "")), "Failed");

    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(json(failed).get("error").asText()).doesNotContain("/").endsWith(".");
    assertThat(json(failed).at("/problem/type").asText())
        .isEqualTo("urn:problem-type:asyncjob:not-a-media-file");
    assertNothingLeft();
  }

  @Test
  void oneByteTooManyIsRefusedWithAndWithoutContentLengthAndLeavesNothing() throws Exception {
    Path large = Samples.ofSize(directory, LIMIT + 1);

    HttpResponse<String> known = client.upload(large, "");
    HttpResponse<String> unknown =
        client.post("", "video/mp4", BodyPublishers.ofInputStream(() -> open(large)));

    for (HttpResponse<String> refused : List.of(known, unknown)) {
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(json(refused).get("limit_bytes").asLong()).isEqualTo(LIMIT);
    }
    assertNothingLeft();
  }

  @Test
  void anOptionThatMp3DoesNotHaveIsRefusedWithTheOnesThatItHas() throws Exception {
    HttpResponse<String> refused = client.upload(Samples.clip(), "?bitrate=100");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).get("detail").asText()).contains("128");
    assertNothingLeft();
  }

  @Test
  void tenConversionsOnTwoWorkersFinishInOrderAndCountTheQueueInTheirEstimates() throws Exception {
    Path song = Samples.repeated(directory, 8);
    // The first one teaches the service how long this takes.
    client.await(location(client.upload(song, "")), "Succeeded");
    List<URI> processes = new ArrayList<>();
    List<Integer> estimates = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> accepted = client.upload(song, "");
      processes.add(location(accepted));
      estimates.add(seconds(accepted));
    }

    assertThat(estimates.get(9)).isGreaterThan(estimates.get(0));
    List<Instant> starts = new ArrayList<>();
    for (URI process : processes) {
      starts.add(Instant.parse(json(client.await(process, "Succeeded")).get("started").asText()));
    }
    assertThat(starts).isSorted();
  }

  @Test
  void cancellingEndsTheConverterAndDeletesItsFiles() throws Exception {
    URI process = location(client.upload(Samples.concert(directory), ""));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> json(client.get(process)).get("phase").asText().equals("transcoding"));
    assertThat(converters()).isNotEmpty();

    HttpResponse<String> accepted = client.delete(process);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(json(accepted).get("cancel_requested").asBoolean()).isTrue();
    client.await(process, "Canceled");
    assertThat(converters()).isEmpty();
    assertNothingLeft();
  }

  @Test
  void discardingAResultDeletesIt() throws Exception {
    URI process = location(client.upload(Samples.clip(), ""));
    client.await(process, "Succeeded");

    assertThat(client.delete(process).statusCode()).isEqualTo(204);

    assertThat(client.get(process).statusCode()).isEqualTo(410);
    assertNothingLeft();
  }

  @Test
  void aClientThatOffersHttp2HasItsUploadTaken() throws Exception {
    HttpClient offering = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(client.uri("mp4tomp3"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "video/mp4")
            .POST(BodyPublishers.ofFile(Samples.silent()))
            .build();

    assertThat(offering.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
  }

  @Test
  void everyErrorIsAProblem() throws Exception {
    List<HttpResponse<String>> errors =
        List.of(
            client.get(client.uri("nowhere")),
            client.get(client.uri("mp4tomp3")),
            client.get(client.uri("mp4tomp3/nobody")),
            client.post("", "image/png", BodyPublishers.ofString("x")),
            client.post("?speed=9", "video/mp4", BodyPublishers.ofString("x")));

    assertThat(errors.stream().map(HttpResponse::statusCode))
        .containsExactly(404, 405, 404, 415, 400);
    for (HttpResponse<String> error : errors) {
      assertThat(error.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(json(error).get("status").asInt()).isEqualTo(error.statusCode());
    }
  }

  private void assertNothingLeft() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              try (Stream<Path> tree = Files.walk(data)) {
                assertThat(tree.filter(Files::isRegularFile).map(p -> p.getFileName().toString()))
                    .filteredOn(name -> !name.endsWith("lock") && !name.startsWith("jobs.db"))
                    .isSubsetOf("speed.properties");
              }
            });
  }

  private static int seconds(HttpResponse<String> unfinished) {
    String text = json(unfinished).get("estimated_time_to_complete").asText();
    return Integer.parseInt(text.replace(" seconds", ""));
  }

  private static List<String> converters() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command().stream())
        .filter(command -> command.contains("ffmpeg"))
        .toList();
  }

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
