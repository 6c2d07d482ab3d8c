package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that are not in the blob store. */
class ResultFormsTest {

  private static final String TEXT = "{\"title\":\"Stück\",\"stars\":[1,2]}";
  private static final String LINK = "https://elsewhere.example/plays/1?f%C3%BCr=dich";
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new PlaysServer(
            directory,
            settings -> settings.resultPage((result, download, base) -> "<p>" + result + download));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private URI result(String act) throws Exception {
    return location(server.await(server.submit(act), "Succeeded"));
  }

  @Nested
  class JsonResults {

    @Test
    void comeAsAnyResultWithAllThatIsSaidOfOne() throws Exception {
      HttpResponse<String> answer = server.get(result("json"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(TEXT);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.headers().firstValue("Content-Length")).contains("32");
      assertThat(answer.headers().firstValue("ETag").orElseThrow()).matches("\"[0-9a-f]{64}\"");
      assertThat(answer.headers().firstValue("Last-Modified")).isPresent();
      assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment; filename=\"result.json\"");
    }

    @Test
    void knowConditionsAndRanges() throws Exception {
      URI result = result("json");
      String tag = server.get(result).headers().firstValue("ETag").orElseThrow();

      assertThat(server.get(result, "If-None-Match", tag).statusCode()).isEqualTo(304);
      HttpResponse<String> part = server.get(result, "Range", "bytes=2-6", "If-Range", tag);
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("title");
      assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-6/32");
      assertThat(server.get(result, "Range", "bytes=32-").statusCode()).isEqualTo(416);
    }

    @Test
    void areDescribedByHead() throws Exception {
      HttpResponse<String> head =
          server.send(
              PlaysServer.request(result("json")).method("HEAD", BodyPublishers.noBody()).build());

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Content-Length")).contains("32");
    }

    @Test
    void haveADownloadNameAndNoOther() throws Exception {
      URI process = server.submit("json");
      JsonNode links = json(server.await(process, "Succeeded")).path("links");

      assertThat(links.path("download").asText()).isEqualTo(process + "/result/result.json");
      assertThat(server.get(URI.create(process + "/result/result.json")).body()).isEqualTo(TEXT);
      assertThat(server.get(URI.create(process + "/result/x.json")).statusCode()).isEqualTo(404);
    }

    @Test
    void areOfferedToBrowsersOnAPageAsAnyResult() throws Exception {
      HttpResponse<String> page = server.get(result("json"), "Accept", BROWSER);

      assertThat(page.body()).contains("result.json").contains("size=32");
    }

    @Test
    void leaveNothingOnDisk() throws Exception {
      result("json");

      assertThat(server.files()).isEmpty();
    }

    @Test
    void areGoneWithTheirJob() throws Exception {
      URI process = server.submit("json");
      server.await(process, "Succeeded");

      assertThat(server.delete(process).statusCode()).isEqualTo(204);

      assertThat(server.get(URI.create(process + "/result")).statusCode()).isEqualTo(410);
    }
  }

  @Nested
  class Links {

    @Test
    void areReachedThroughTheAddressOfTheResult() throws Exception {
      URI process = server.submit("link");
      HttpResponse<String> done = server.await(process, "Succeeded");
      assertThat(done.statusCode()).isEqualTo(303);
      assertThat(location(done)).isEqualTo(URI.create(process + "/result"));
      assertThat(json(done).path("resourceLocation").asText()).isEqualTo(process + "/result");
      assertThat(json(done).path("links").has("download")).isFalse();

      HttpResponse<String> leads = server.get(location(done));

      assertThat(leads.statusCode()).isEqualTo(303);
      assertThat(location(leads)).isEqualTo(URI.create(LINK));
      assertThat(json(leads).path("resourceLocation").asText()).isEqualTo(LINK);
      assertThat(leads.headers().firstValue("Cache-Control")).contains("private, no-store");
      assertThat(leads.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void leadBrowsersAndHeadThereToo() throws Exception {
      URI result = result("link");

      assertThat(location(server.get(result, "Accept", BROWSER))).isEqualTo(URI.create(LINK));
      HttpResponse<String> head =
          server.send(PlaysServer.request(result).method("HEAD", BodyPublishers.noBody()).build());
      assertThat(head.statusCode()).isEqualTo(303);
      assertThat(location(head)).isEqualTo(URI.create(LINK));
    }

    @Test
    void haveNoDownloadName() throws Exception {
      assertThat(server.get(URI.create(result("link") + "/1")).statusCode()).isEqualTo(404);
    }

    @Test
    void areNotShownToOthersThanTheOwner() throws Exception {
      URI process = server.submit("link", "X-Test-User", "ann");
      URI result = URI.create(process + "/result");
      org.awaitility.Awaitility.await()
          .until(() -> server.get(result, "X-Test-User", "ann").statusCode() == 303);

      assertThat(server.get(result, "X-Test-User", "bob").statusCode()).isEqualTo(404);
    }
  }
}
