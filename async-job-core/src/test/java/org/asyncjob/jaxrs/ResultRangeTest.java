package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a result, and conditions on it; it is "played upload", 13 bytes. */
class ResultRangeTest {

  private static final String OTHER = "\"other\"";

  @TempDir private Path directory;

  private PlaysServer server;
  private URI result;
  private String tag;
  private String date;

  @BeforeEach
  void play() throws Exception {
    server = new PlaysServer(directory);
    result = PlaysServer.location(server.await(server.submit("play"), "Succeeded"));
    HttpResponse<String> whole = server.get(result);
    tag = whole.headers().firstValue("ETag").orElseThrow();
    date = whole.headers().firstValue("Last-Modified").orElseThrow();
    assertThat(whole.headers().firstValue("Accept-Ranges")).contains("bytes");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void onePartComesWithItsPlaceAndItsLength() throws Exception {
    HttpResponse<String> part = server.get(result, "Range", "bytes=2-5");

    assertPart(part, "ayed", "bytes 2-5/13");
    assertThat(part.headers().firstValue("ETag")).contains(tag);
    assertThat(part.headers().firstValue("Last-Modified")).contains(date);
    assertThat(part.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(part.headers().firstValue("Cache-Control")).contains("private");
    assertThat(part.headers().firstValue("Vary")).contains("Accept");
    assertThat(part.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(part.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment");
  }

  @Test
  void partsWithOneOpenEndComeToo() throws Exception {
    assertPart(server.get(result, "Range", "bytes=7-"), "upload", "bytes 7-12/13");
    assertPart(server.get(result, "Range", "bytes=-4"), "load", "bytes 9-12/13");
    assertPart(server.get(result, "Range", "bytes=0-99"), "played upload", "bytes 0-12/13");
    assertPart(server.get(result, "Range", "bytes=12-12"), "d", "bytes 12-12/13");
  }

  @Test
  void theDownloadHasPartsToo() throws Exception {
    URI download = URI.create(result + "/St%C3%BCck%20%221%22.txt");

    assertPart(server.get(download, "Range", "bytes=0-5"), "played", "bytes 0-5/13");
  }

  @Test
  void onlyTheBytesOfThePartAreRead() throws Exception {
    long before = server.blobs().read();

    assertPart(server.get(result, "Range", "bytes=8-9"), "pl", "bytes 8-9/13");

    assertThat(server.blobs().read() - before).isEqualTo(2);
    Awaitility.await().until(() -> server.blobs().open() == 0);
  }

  @Test
  void severalPartsAreAnsweredWithTheWhole() throws Exception {
    assertWhole(server.get(result, "Range", "bytes=0-1,4-5"));
  }

  @Test
  void aRangeThatIsMalformedOrCountsSomethingElseIsIgnored() throws Exception {
    assertWhole(server.get(result, "Range", "bytes=5-2"));
    assertWhole(server.get(result, "Range", "bytes=x"));
    assertWhole(server.get(result, "Range", "seconds=0-1"));
  }

  @Test
  void aRangeBehindTheEndIsAProblemThatTellsTheSize() throws Exception {
    HttpResponse<String> beyond = server.get(result, "Range", "bytes=13-");

    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */13");
    assertThat(beyond.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(beyond.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(beyond).get("title").asText()).isEqualTo("Range Not Satisfiable");
    assertThat(json(beyond).get("detail").asText()).contains("13 bytes");
  }

  @Test
  void whoeverResumesGetsThePartOnlyIfTheRestIsTheSame() throws Exception {
    assertPart(resume(tag), "upload", "bytes 7-12/13");
    assertPart(resume(date), "upload", "bytes 7-12/13");
    assertWhole(resume(OTHER));
    assertWhole(resume("W/" + tag));
    assertWhole(resume(tag + ", " + OTHER));
    assertWhole(resume("*"));
    assertWhole(resume("yesterday"));
    assertWhole(resume(shifted(1)));
    assertWhole(resume(shifted(-1)));
  }

  @Test
  void aRangeBehindTheEndOfSomethingElseIsTheWhole() throws Exception {
    assertWhole(server.get(result, "Range", "bytes=13-", "If-Range", OTHER));
  }

  @Test
  void headIgnoresRangesAndReadsNothing() throws Exception {
    long before = server.blobs().read();

    HttpResponse<String> head =
        server.send(
            PlaysServer.request(result, "Range", "bytes=0-1")
                .method("HEAD", BodyPublishers.noBody())
                .build());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).contains("13");
    assertThat(head.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(head.headers().firstValue("Content-Range")).isEmpty();
    assertThat(head.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(server.blobs().read()).isEqualTo(before);
    Awaitility.await().until(() -> server.blobs().open() == 0);
  }

  @Test
  void whoeverHasItByTagGetsThreeOhFour() throws Exception {
    assertUnchanged(server.get(result, "If-None-Match", tag));
    assertUnchanged(server.get(result, "If-None-Match", "W/" + tag));
    assertUnchanged(server.get(result, "If-None-Match", OTHER + " , " + tag));
    assertUnchanged(server.get(result, "If-None-Match", "*"));
    assertUnchanged(server.get(result, "If-None-Match", tag, "Range", "bytes=0-1"));
    assertWhole(server.get(result, "If-None-Match", OTHER));
    assertWhole(server.get(result, "If-None-Match", "nonsense"));
  }

  @Test
  void whoeverHasItByDateGetsThreeOhFourUnlessATagSaysOtherwise() throws Exception {
    assertUnchanged(server.get(result, "If-Modified-Since", date));
    assertUnchanged(server.get(result, "If-Modified-Since", shifted(1)));
    assertWhole(server.get(result, "If-Modified-Since", shifted(-1)));
    assertWhole(server.get(result, "If-Modified-Since", "yesterday"));
    assertWhole(server.get(result, "If-Modified-Since", date, "If-None-Match", OTHER));
  }

  @Test
  void whoeverWantsACertainResultGetsNoOther() throws Exception {
    assertRefused(server.get(result, "If-Match", OTHER));
    assertRefused(server.get(result, "If-Match", "W/" + tag));
    assertRefused(server.get(result, "If-Unmodified-Since", shifted(-1)));
    assertRefused(server.get(result, "If-Match", OTHER, "If-None-Match", tag));
    assertWhole(server.get(result, "If-Match", OTHER + "," + tag));
    assertWhole(server.get(result, "If-Match", "*"));
    assertWhole(server.get(result, "If-Unmodified-Since", date));
    assertWhole(server.get(result, "If-Unmodified-Since", "yesterday"));
    assertWhole(server.get(result, "If-Match", tag, "If-Unmodified-Since", shifted(-1)));
    assertPart(server.get(result, "If-Match", tag, "Range", "bytes=0-1"), "pl", "bytes 0-1/13");
  }

  private HttpResponse<String> resume(String validator) throws Exception {
    return server.get(result, "Range", "bytes=7-", "If-Range", validator);
  }

  private String shifted(int seconds) {
    DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME;
    return format.format(ZonedDateTime.parse(date, format).plusSeconds(seconds));
  }

  private static void assertPart(HttpResponse<String> answer, String body, String contentRange) {
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().allValues("Content-Range")).containsExactly(contentRange);
    assertThat(answer.headers().allValues("Content-Length"))
        .containsExactly(String.valueOf(body.length()));
  }

  private static void assertWhole(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("played upload");
    assertThat(answer.headers().firstValue("Content-Range")).isEmpty();
    assertThat(answer.headers().allValues("Content-Length")).containsExactly("13");
  }

  private void assertUnchanged(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("ETag")).contains(tag);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("private");
    assertThat(answer.headers().firstValue("Vary")).contains("Accept");
  }

  private static void assertRefused(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(json(answer).get("title").asText()).isEqualTo("Precondition Failed");
  }
}
