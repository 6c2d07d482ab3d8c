package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GET {c}/{id}/result, whole, in parts and under conditions. */
class ResultTest extends ContractTest {

  private static final String OTHER_TAG = "\"another\"";

  private URI result;
  private Answer whole;

  @BeforeEach
  void convert() throws Exception {
    result = visitor.convert(Samples.clip(), "?filename=My%20Cl%C3%AFp.mp4").location();
    whole = visitor.get(result);
    assertStatus(whole, 200);
  }

  @Test
  void theBytesComeWithTypeLengthTagDateAndName() throws Exception {
    assertThat(whole.header("Content-Type")).contains("audio/mpeg");
    assertThat(whole.header("Content-Length")).contains(Integer.toString(whole.body().length));
    assertThat(tag()).matches("\"[^\"]+\"");
    assertThat(ZonedDateTime.parse(lastModified(), DateTimeFormatter.RFC_1123_DATE_TIME))
        .isNotNull();
    assertThat(whole.header("Accept-Ranges")).contains("bytes");
    assertThat(whole.header("Content-Disposition").orElseThrow())
        .startsWith("attachment")
        .contains("filename*=UTF-8''My%20Cl%C3%AFp.mp3");
    assertThat(whole.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(whole.header("Cache-Control")).contains("private");
    assertThat(whole.header("Vary").orElseThrow()).contains("Accept");
  }

  @Test
  void theSameBytesComeUnderTheirDownloadName() throws Exception {
    URI process = URI.create(result.toString().replaceFirst("/result$", ""));
    URI download = URI.create(visitor.get(process).json().at("/links/download").asText());
    assertThat(download).isEqualTo(URI.create(result + "/My%20Cl%C3%AFp.mp3"));

    Answer same = visitor.get(download, "Accept", "text/html");

    assertStatus(same, 200);
    assertThat(same.mediaType()).isEqualTo("audio/mpeg");
    assertThat(same.body()).isEqualTo(whole.body());
    assertThat(same.header("ETag")).contains(tag());
    assertStatus(visitor.get(URI.create(result + "/other.mp3")), 404);
  }

  @Test
  void headAnswersAsGetWithoutABody() throws Exception {
    for (URI uri : Arrays.asList(result, URI.create(result + "/My%20Cl%C3%AFp.mp3"))) {
      Answer head = visitor.head(uri);

      assertStatus(head, 200);
      assertThat(head.body()).isEmpty();
      for (String field :
          Arrays.asList(
              "Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges")) {
        assertThat(head.header(field)).as(field).isPresent().isEqualTo(whole.header(field));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-0", "bytes=0-99", "bytes=100-", "bytes=-100", "bytes=10-999999999"})
  void aRangeIsAnsweredWithThatPart(String range) throws Exception {
    int size = whole.body().length;
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int first = ends[0].isEmpty() ? size - Integer.parseInt(ends[1]) : Integer.parseInt(ends[0]);
    int last =
        ends[0].isEmpty() || ends[1].isEmpty()
            ? size - 1
            : Math.min(size - 1, Integer.parseInt(ends[1]));

    Answer part = visitor.get(result, "Range", range);

    assertStatus(part, 206);
    assertThat(part.header("Content-Range")).contains("bytes " + first + "-" + last + "/" + size);
    assertThat(part.header("Content-Length")).contains(Integer.toString(last - first + 1));
    assertThat(part.header("ETag")).contains(tag());
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), first, last + 1));
  }

  @Test
  void bytesThatDoNotExistAreFourSixteen() throws Exception {
    int size = whole.body().length;
    for (String range : Arrays.asList("bytes=" + size + "-", "bytes=-0")) {
      Answer refused = visitor.get(result, "Range", range);

      assertProblem(refused, 416, "about:blank");
      assertThat(refused.header("Content-Range")).contains("bytes */" + size);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "bytes=a-b", "seconds=0-1", "bytes", "bytes=0-0,5-9"})
  void aRangeThatIsMalformedOrOneOfSeveralIsTheWhole(String range) throws Exception {
    Answer all = visitor.get(result, "Range", range);

    assertStatus(all, 200);
    assertThat(all.body()).isEqualTo(whole.body());
  }

  @Test
  void whoeverResumesGetsThePartOnlyIfTheRestIsTheSame() throws Exception {
    assertStatus(visitor.get(result, "Range", "bytes=9-", "If-Range", tag()), 206);
    assertStatus(visitor.get(result, "Range", "bytes=9-", "If-Range", lastModified()), 206);
    assertStatus(visitor.get(result, "Range", "bytes=9-", "If-Range", OTHER_TAG), 200);
    assertStatus(visitor.get(result, "Range", "bytes=9-", "If-Range", "W/" + tag()), 200);
    assertStatus(
        visitor.get(result, "Range", "bytes=9-", "If-Range", "Mon, 01 Jan 2001 00:00:00 GMT"), 200);
  }

  @Test
  void whoeverHasItAlreadyGetsThreeOhFour() throws Exception {
    for (Answer unchanged :
        Arrays.asList(
            visitor.get(result, "If-None-Match", tag()),
            visitor.get(result, "If-None-Match", OTHER_TAG + ", W/" + tag()),
            visitor.get(result, "If-None-Match", "*"),
            visitor.head(result, "If-None-Match", tag()),
            visitor.get(result, "If-Modified-Since", lastModified()))) {
      assertStatus(unchanged, 304);
      assertThat(unchanged.body()).isEmpty();
      assertThat(unchanged.header("ETag")).contains(tag());
    }
    assertStatus(visitor.get(result, "If-None-Match", OTHER_TAG), 200);
    assertStatus(
        visitor.get(result, "If-None-Match", OTHER_TAG, "If-Modified-Since", lastModified()), 200);
  }

  @Test
  void whoeverWantsACertainResultGetsNoOther() throws Exception {
    assertStatus(visitor.get(result, "If-Match", tag()), 200);
    assertProblem(visitor.get(result, "If-Match", OTHER_TAG), 412, "about:blank");
    assertProblem(
        visitor.get(result, "If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"),
        412,
        "about:blank");
  }

  @Test
  void aBrowserGetsAPageWhoseButtonLeadsToTheBytes() throws Exception {
    Answer page = visitor.get(result, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

    assertStatus(page, 200);
    assertThat(page.mediaType()).isEqualTo("text/html");
    assertThat(page.text())
        .contains("Conversion successful")
        .contains(result + "/My%20Cl%C3%AFp.mp3");
    assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.header("Vary").orElseThrow()).contains("Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "audio/mpeg", "audio/*, text/html;q=0.5"})
  void whoeverTakesTheTypeGetsTheBytes(String accept) throws Exception {
    Answer bytes = visitor.get(result, "Accept", accept);

    assertThat(bytes.mediaType()).isEqualTo("audio/mpeg");
    assertThat(bytes.body()).isEqualTo(whole.body());
  }

  private String tag() {
    return whole.header("ETag").orElseThrow();
  }

  private String lastModified() {
    return whole.header("Last-Modified").orElseThrow();
  }
}
