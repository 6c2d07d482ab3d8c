package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The OpenAPI description is served, and is held against every answer of this suite. */
class DescriptionTest extends ContractTest {

  private static final String DOCUMENT =
      """
      {"id":"1","status":"NotStarted","progress":0,"phase":"queued","cancel_requested":false,
       "estimated_time_to_complete":"1 seconds","poll_every":"1 seconds",
       "created":"2026-11-23T10:00:00Z","expires":"2026-11-24T10:00:00Z",
       "links":{"self":"http://h/mp4tomp3/1","cancel":"http://h/mp4tomp3/1"}}\
      """;

  private final Description description = Description.under("/");

  @Test
  void itIsServed() throws Exception {
    JudgedServer.assumeOurs("a server of the version that is tested");
    URI uri = visitor.elsewhere("/openapi.yaml");
    Answer served = visitor.get(uri);

    assertStatus(served, 200);
    assertThat(served.mediaType()).isEqualTo("application/yaml");
    assertThat(served.text()).isEqualTo(Files.readString(Description.FILE));
    assertStatus(visitor.get(uri, "If-None-Match", served.header("ETag").orElseThrow()), 304);
  }

  @Test
  void itsOptionsAreThoseThatTheServerKnows() throws Exception {
    String known =
        visitor.upload(Samples.silent(), "?speed=9").member("detail").replaceFirst(".*: ", "");

    List<String> options = new ArrayList<>(List.of(known.replace(".", "").split(", ")));
    JsonNode linked =
        description
            .document()
            .at("/paths/~1mp4tomp3/post/requestBody/content/application~1json/schema/properties");
    assertThat(linked.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(options);
    options.remove("source"); // stands for the file, which is there in the other forms
    JsonNode form =
        description
            .document()
            .at(
                "/paths/~1mp4tomp3/post/requestBody/content/multipart~1form-data/schema/properties");
    assertThat(form.fieldNames())
        .toIterable()
        .filteredOn(name -> !name.equals("file"))
        .containsExactlyInAnyOrderElementsOf(options);
    options.add("filename");
    List<String> parameters = new ArrayList<>();
    for (JsonNode reference : description.document().at("/paths/~1mp4tomp3/post/parameters")) {
      JsonNode parameter = description.document().at(reference.get("$ref").asText().substring(1));
      if (parameter.get("in").asText().equals("query")) {
        parameters.add(parameter.get("name").asText());
      }
    }
    assertThat(parameters).containsExactlyInAnyOrderElementsOf(options);
  }

  @Test
  void itsValuesAreThoseThatTheServerTakes() throws Exception {
    Map<String, String> schemas = Map.of("bitrate", "Bitrate", "sample_rate", "SampleRate");
    for (Map.Entry<String, String> schema : schemas.entrySet()) {
      Answer refused = visitor.upload(Samples.silent(), "?" + schema.getKey() + "=1");
      assertStatus(refused, 422);
      List<Integer> allowed = new ArrayList<>();
      Matcher number =
          Pattern.compile("[0-9]+").matcher(refused.member("detail").replaceFirst(".*Allowed", ""));
      while (number.find()) {
        allowed.add(Integer.valueOf(number.group()));
      }
      JsonNode described =
          description.document().at("/components/schemas/" + schema.getValue() + "/enum");

      assertThat(StreamSupport.stream(described.spliterator(), false).map(JsonNode::asInt))
          .containsExactlyInAnyOrderElementsOf(allowed);
    }
  }

  @Test
  void whatIsDescribedIsNotObjectedTo() {
    assertThat(objections(202, Map.of(), DOCUMENT)).isEmpty();
  }

  @Test
  void whatIsNotDescribedIsObjectedTo() {
    assertThat(objections(201, Map.of(), DOCUMENT)).isNotEmpty();
    assertThat(objections(202, Map.of("cache-control", ""), DOCUMENT)).isNotEmpty();
    assertThat(objections(202, Map.of("location", "mp4tomp3/1"), DOCUMENT)).isNotEmpty();
    assertThat(objections(202, Map.of("retry-after", "0"), DOCUMENT)).isNotEmpty();
    assertThat(objections(202, Map.of("content-type", "text/plain"), DOCUMENT)).isNotEmpty();
    for (String[] change :
        new String[][] {
          {"NotStarted", "Canceling"},
          {"\"1 seconds\"", "\"0 seconds\""},
          {"\"progress\":0", "\"progress\":101"},
          {"\"id\"", "\"name\""},
          {"\"phase\"", "\"speed\":1,\"phase\""},
          {"\"cancel\":", "\"abort\":"},
          {"10:00:00Z", "10 o'clock"}
        }) {
      assertThat(objections(202, Map.of(), DOCUMENT.replace(change[0], change[1])))
          .as(change[1])
          .isNotEmpty();
    }
    JudgedServer.assumeOurs("a server that nobody stands before");
    assertThat(objections(202, Map.of("x-powered-by", "us"), DOCUMENT)).isNotEmpty();
  }

  private List<String> objections(int status, Map<String, String> changes, String body) {
    String process = "http://h/mp4tomp3/1";
    Map<String, List<String>> headers = new TreeMap<>();
    headers.put("content-type", List.of("application/json"));
    headers.put("cache-control", List.of("no-store"));
    headers.put("retry-after", List.of("1"));
    for (String name : List.of("location", "operation-location", "content-location")) {
      headers.put(name, List.of(process));
    }
    changes.forEach(
        (name, value) -> headers.put(name, value.isEmpty() ? List.of() : List.of(value)));
    return description.objections(
        new Answer(
            "POST",
            URI.create("http://h/mp4tomp3"),
            status,
            headers,
            body.getBytes(StandardCharsets.UTF_8)));
  }
}
