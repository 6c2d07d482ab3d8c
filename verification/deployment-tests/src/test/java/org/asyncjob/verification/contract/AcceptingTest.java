package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.verification.tools.SystemTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST {c} → 202. */
class AcceptingTest extends ContractTest {

  @Test
  void workIsAcceptedWithTheAddressOfItsProcessResource() throws Exception {
    Answer accepted = visitor.upload(Samples.clip(), "");

    assertStatus(accepted, 202);
    String process = visitor.controller() + "/" + accepted.member("id");
    assertThat(accepted.header("Location")).contains(process);
    assertThat(accepted.header("Operation-Location")).contains(process);
    assertThat(accepted.header("Content-Location")).contains(process);
    assertThat(accepted.header("Cache-Control")).contains("no-store");
    assertThat(accepted.mediaType()).isEqualTo("application/json");
  }

  @Test
  void retryAfterIsInWholeSecondsAndEqualToPollEvery() throws Exception {
    Answer accepted = visitor.upload(Samples.clip(), "");

    String seconds = accepted.header("Retry-After").orElseThrow();
    assertThat(seconds).matches("[1-9][0-9]*");
    assertThat(accepted.member("poll_every")).isEqualTo(seconds + " seconds");
  }

  @Test
  void theBodyIsTheProcessResource() throws Exception {
    Answer accepted = visitor.upload(Samples.concert(), "");

    List<String> members = new ArrayList<>();
    visitor.get(visitor.process(accepted)).json().fieldNames().forEachRemaining(members::add);
    members.remove("started"); // it may have begun to run in between
    assertThat(accepted.json().fieldNames()).toIterable().containsAll(members);
    assertThat(accepted.member("status")).isIn("NotStarted", "Running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"video/mp4", "audio/mp4", "application/mp4", "application/octet-stream"})
  void aRawBodyIsTheInput(String mediaType) throws Exception {
    Answer accepted =
        visitor.post("", BodyPublishers.ofFile(Samples.clip()), "Content-Type", mediaType);

    assertStatus(accepted, 202);
    visitor.await(visitor.process(accepted), "Succeeded");
  }

  @Test
  void aFormWithAFileAndOptionsIsTheInput() throws Exception {
    Form form = new Form().part("bitrate", "64").file("file", "form.mp4", Samples.clip());

    Answer accepted = visitor.post("", form.body(), "Content-Type", form.contentType());

    assertStatus(accepted, 202);
    Answer done = visitor.await(visitor.process(accepted), "Succeeded");
    assertThat(done.json().at("/links/download").asText()).endsWith("/form.mp3");
    assertSixtyFourKilobits(visitor.get(done.location()));
  }

  @Test
  void optionsAreQueryParametersOfARawBody() throws Exception {
    assertSixtyFourKilobits(visitor.get(visitor.convert(Samples.clip(), "?bitrate=64").location()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?filename=My%20Cl%C3%AFp.mp4 | attachment; filename=other.mp4 | My%20Cl%C3%AFp.mp3",
        "'' | attachment; filename=\"with space.mp4\" | with%20space.mp3",
        "'' | attachment; filename=a.mp4; filename*=UTF-8''%C3%BCber.mp4 | %C3%BCber.mp3",
        "?filename=..%2F..%2Fetc%2Fpasswd.mp4 | attachment | passwd.mp3",
      })
  void theNameComesFromTheQueryOrFromContentDisposition(
      String query, String disposition, String name) throws Exception {
    Answer done = visitor.convert(Samples.clip(), query, "Content-Disposition", disposition);

    assertThat(done.json().at("/links/download").asText()).endsWith("/result/" + name);
    assertThat(visitor.get(done.location()).header("Content-Disposition").orElseThrow())
        .startsWith("attachment")
        .contains("filename*=UTF-8''" + name);
  }

  @Test
  void whoeverAsksAtOnceFindsTheJob() throws Exception {
    for (int i = 0; i < 20; i++) {
      URI process = visitor.submit(Samples.silent());

      assertThat(visitor.get(process).status()).isIn(200, 303);
    }
  }

  @Test
  void theUrlIsThatOfTheRequestsHost() throws Exception {
    JudgedServer.assumeOurs("a server without a proxy and a public URL");
    assertThat(locationOfRequestWith("Host: audio.example:8123"))
        .startsWith("http://audio.example:8123/" + JudgedServer.PATH + "/");
  }

  @Test
  void aPortThatGoesWithoutSayingIsNotSaid() throws Exception {
    JudgedServer.assumeOurs("a server without a proxy and a public URL");
    assertThat(locationOfRequestWith("Host: audio.example"))
        .startsWith("http://audio.example/" + JudgedServer.PATH + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=192.0.2.1;host=evil.example;proto=https",
        "X-Forwarded-Host: evil.example"
      })
  void whatAStrangerSaysOfProxiesIsNotBelieved(String field) throws Exception {
    JudgedServer.assumeOurs("a server that trusts no proxy");
    assertThat(locationOfRequestWith(field)).startsWith(visitor.controller() + "/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Forwarded: for=192.0.2.1;host=example.org;proto=https | https://example.org/",
        "X-Forwarded-Host: example.org | http://example.org/",
      })
  void whatATrustedProxySaysIsBelieved(String field, String expected) throws Exception {
    try (AppProcess app = JudgedServer.own("--trusted-proxy", "127.0.0.1");
        Visitor here = new Visitor(app.controller())) {
      assertThat(location(here, field)).startsWith(expected + JudgedServer.PATH + "/");
    }
  }

  @Test
  void aPublicUrlIsInEveryAddress() throws Exception {
    String outside = "https://example.org/audio/";
    try (AppProcess app = JudgedServer.own("--public-url", outside);
        Visitor here = new Visitor(app.controller())) {
      Answer accepted = here.upload(Samples.clip(), "");
      assertThat(accepted.header("Location").orElseThrow()).startsWith(outside);
      Answer done = here.await(here.process(accepted), "Succeeded");

      assertThat(done.header("Location").orElseThrow()).startsWith(outside);
      assertThat(done.text()).doesNotContain(app.base().toString());
    }
  }

  @Test
  void theResultIsAnMp3ThatAnIndependentCheckerFindsNothingWrongWith(@TempDir Path directory)
      throws Exception {
    Path mp3 = directory.resolve("clip.mp3");
    Files.write(mp3, visitor.get(visitor.convert(Samples.clip(), "").location()).body());

    Process judge =
        new ProcessBuilder(SystemTool.MP3VAL.path().toString(), mp3.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(judge.waitFor()).as(said).isZero();
    assertThat(said).contains("MPEG frames");
    assertThat(said.lines().filter(line -> line.matches("(ERROR|WARNING).*"))).isEmpty();
  }

  private String locationOfRequestWith(String field) throws Exception {
    return location(visitor, field);
  }

  private static String location(Visitor visitor, String field) throws Exception {
    byte[] film = Files.readAllBytes(Samples.silent());
    try (Wire wire = new Wire(visitor.controller())) {
      wire.sendHead(
          "POST " + visitor.controller().getRawPath(),
          "Content-Type: video/mp4",
          "Content-Length: " + film.length,
          field);
      wire.send(film);
      Answer accepted = visitor.seen(wire.read("POST", visitor.controller()));
      assertStatus(accepted, 202);
      return accepted.header("Location").orElseThrow();
    }
  }

  private static void assertSixtyFourKilobits(Answer mp3) {
    long expected = 12 * 64_000 / 8;
    assertThat((long) mp3.body().length).isBetween(expected * 95 / 100, expected * 105 / 100);
  }
}
