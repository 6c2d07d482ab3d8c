package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the 303 points at. */
class ResultResourceTest {

  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new PlaysServer(
            directory,
            settings ->
                settings.resultPage(
                    (result, download, base) ->
                        "<p>Conversion successful <a href='%s'>%s</a> %s"
                            .formatted(download, result.name(), base)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theBytesComeWithTypeLengthTagDateAndName() throws Exception {
    HttpResponse<String> result = server.get(result());

    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo("played upload");
    assertThat(result.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(result.headers().firstValue("Content-Length")).contains("13");
    assertThat(result.headers().firstValue("ETag").orElseThrow()).matches("\"[0-9a-f]{64}\"");
    assertThat(result.headers().firstValue("Last-Modified")).isPresent();
    assertThat(result.headers().firstValue("Cache-Control")).contains("private");
    assertThat(result.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(result.headers().firstValue("Content-Disposition"))
        .contains(
            "attachment; filename=\"St_ck _1_.txt\"; filename*=UTF-8''St%C3%BCck%20%221%22.txt");
  }

  @Test
  void theSameBytesComeUnderTheirDownloadName() throws Exception {
    URI result = result();

    HttpResponse<String> named = server.get(URI.create(result + "/St%C3%BCck%20%221%22.txt"));

    assertThat(named.statusCode()).isEqualTo(200);
    assertThat(named.body()).isEqualTo(server.get(result).body());
    assertThat(server.get(URI.create(result + "/other.txt")).statusCode()).isEqualTo(404);
  }

  @Test
  void theStatusDocumentLinksTheDownload() throws Exception {
    URI process = server.submit("play");
    String download = json(server.await(process, "Succeeded")).at("/links/download").asText();

    assertThat(server.get(URI.create(download)).body()).isEqualTo("played upload");
  }

  @Test
  void whoeverHasItAlreadyGetsThreeOhFour() throws Exception {
    URI result = result();
    String tag = server.get(result).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> unchanged = server.get(result, "If-None-Match", tag);

    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(server.get(result, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void headSaysTheLength() throws Exception {
    HttpResponse<String> head =
        server.send(PlaysServer.request(result()).method("HEAD", BodyPublishers.noBody()).build());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).contains("13");
  }

  @Test
  void aBrowserGetsThePageAndItsDownloadGetsTheBytes() throws Exception {
    URI result = result();

    HttpResponse<String> page = server.get(result, "Accept", BROWSER);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("Conversion successful").contains(server.base());
    String download = page.body().replaceAll("(?s).*href='([^']*)'.*", "$1");
    assertThat(server.get(URI.create(download), "Accept", BROWSER).body())
        .isEqualTo("played upload");
  }

  @Test
  void whoeverTakesAnythingGetsTheBytes() throws Exception {
    URI result = result();

    assertThat(server.get(result, "Accept", "*/*").body()).isEqualTo("played upload");
    assertThat(server.get(result, "Accept", "text/plain,text/html;q=0.5").body())
        .isEqualTo("played upload");
    assertThat(server.get(result, "Accept", "image/png").body()).isEqualTo("played upload");
  }

  @Test
  void aResultThatIsNotThereIsFourOhNineAndLinksTheProcessResource() throws Exception {
    URI running = server.submit("wait");

    HttpResponse<String> tooEarly = server.get(URI.create(running + "/result"));

    assertThat(tooEarly.statusCode()).isEqualTo(409);
    assertThat(json(tooEarly).get("type").asText())
        .isEqualTo("urn:problem-type:asyncjob:no-result");
    assertThat(json(tooEarly).get("process").asText()).isEqualTo(running.toString());
    assertThat(tooEarly.headers().firstValue("Link"))
        .contains("<" + running + ">; rel=\"monitor\"");
    assertThat(server.get(URI.create(running + "/result/x")).statusCode()).isEqualTo(409);
  }

  @Test
  void aJobThatFailedHasNoResult() throws Exception {
    URI failed = server.submit("fail");
    server.await(failed, "Failed");

    assertThat(server.get(URI.create(failed + "/result")).statusCode()).isEqualTo(409);
  }

  private URI result() throws Exception {
    URI process = server.submit("play");
    return PlaysServer.location(server.await(process, "Succeeded"));
  }
}
