package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code Accept: text/event-stream} on the process resource. */
class EventsTest extends ContractTest {

  private static final String EVENTS = "text/event-stream";
  private static final Pattern FIELD = Pattern.compile("(?m)^(event|id|data): ?(.*)$");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Answer follow(URI process, String... lastEventId) throws Exception {
    List<String> headers = new ArrayList<>(List.of("Accept", EVENTS));
    headers.addAll(List.of(lastEventId));
    return visitor.get(process, headers.toArray(String[]::new));
  }

  private static List<String> all(Answer stream, String field) {
    List<String> values = new ArrayList<>();
    Matcher fields = FIELD.matcher(stream.text());
    while (fields.find()) {
      if (fields.group(1).equals(field)) {
        values.add(fields.group(2));
      }
    }
    return values;
  }

  private static List<JsonNode> documents(Answer stream) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (String data : all(stream, "data")) {
      documents.add(MAPPER.readTree(data));
    }
    return documents;
  }

  @Test
  void aStreamTellsHowTheJobGoesOnUntilItsEnd() throws Exception {
    URI process = visitor.submit(Samples.clip());

    Answer stream = follow(process);

    assertStatus(stream, 200);
    assertThat(stream.mediaType()).isEqualTo(EVENTS);
    assertThat(stream.header("Cache-Control")).contains("no-store");
    assertThat(all(stream, "event")).isNotEmpty().containsOnly("status");
    assertThat(all(stream, "id")).doesNotHaveDuplicates();
    List<JsonNode> documents = documents(stream);
    int progress = 0;
    for (JsonNode document : documents.subList(0, documents.size() - 1)) {
      assertThat(document.path("status").asText()).isIn("NotStarted", "Running");
      assertThat(document.path("progress").asInt()).isBetween(progress, 100);
      progress = document.path("progress").asInt();
    }
    assertThat(documents.get(documents.size() - 1))
        .isEqualTo(visitor.get(URI.create(process + "?redirect=never")).json());
  }

  @Test
  void whoeverHasSeenTheEndIsNotToldAgain() throws Exception {
    URI process = visitor.process(visitor.convert(Samples.clip(), ""));
    Answer stream = follow(process);
    assertThat(all(stream, "id")).hasSize(1);

    assertStatus(follow(process, "Last-Event-ID", all(stream, "id").get(0)), 204);

    assertThat(all(follow(process, "Last-Event-ID", "another"), "id")).isEqualTo(all(stream, "id"));
  }

  @Test
  void whoeverTakesAnythingGetsTheDocument() throws Exception {
    URI process = visitor.submit(Samples.concert());

    for (String accept : List.of("*/*", "text/html,application/xml;q=0.9,*/*;q=0.8")) {
      Answer answer = visitor.get(process, "Accept", accept);
      assertStatus(answer, 200);
      assertThat(answer.mediaType()).isEqualTo("application/json");
    }
    assertThat(visitor.get(process).mediaType()).isEqualTo("application/json");
  }

  @Test
  void whatIsNotThereIsAnsweredAsEver() throws Exception {
    assertProblem(
        follow(URI.create(visitor.controller() + "/" + "0".repeat(32))), 404, "unknown-job");
    URI process = visitor.process(visitor.convert(Samples.clip(), ""));
    visitor.delete(process);

    assertProblem(follow(process), 410, "gone");
  }
}
