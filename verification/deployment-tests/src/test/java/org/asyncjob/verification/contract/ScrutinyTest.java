package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look at every answer can find something. */
class ScrutinyTest {

  private static final String PROBLEM = "application/problem+json";

  @Test
  void aProblemIsFine() {
    assertThatCode(() -> Scrutiny.of(answer(PROBLEM, problem()))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot open /tmp/asyncjob/upload.",
        "It is at \"/var/lib/mp4tomp3/blobs/1\".",
        "It is in C:\\Users\\someone.",
        "java.io.IOException: no",
        "at org.asyncjob.engine.JobRun.run(JobRun.java:12)",
        "A NullPointerException.",
        "ffmpeg ended with 1."
      })
  void pathsTracesAndNamesOfProgramsAreFound(String detail) {
    assertFound(answer(PROBLEM, problem().put("detail", detail)));
  }

  @Test
  void anErrorThatIsNoProblemIsFound() {
    assertFound(answer("text/html", problem()));
    assertFound(answer(PROBLEM, problem().put("status", 400)));
    assertFound(answer(PROBLEM, problem().put("type", "unknown-job")));
    assertFound(answer(PROBLEM, problem().put("title", "")));
  }

  private static void assertFound(Answer answer) {
    assertThatThrownBy(() -> Scrutiny.of(answer)).isInstanceOf(AssertionError.class);
  }

  private static ObjectNode problem() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "about:blank")
        .put("title", "Not Found")
        .put("detail", "There is nothing at http://h/home/of/nothing.")
        .put("status", 404);
  }

  private static Answer answer(String mediaType, ObjectNode body) {
    return new Answer(
        "GET",
        URI.create("http://h/nowhere"),
        404,
        Map.of("content-type", List.of(mediaType)),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
