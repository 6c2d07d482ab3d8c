package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links instead of files. */
class LinkTest extends ContractTest {

  @BeforeEach
  void onlyTheApplicationTakesLinks() {
    assumeThat(JudgedServer.isTheApplication()).as("another application may take none").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/clip.mp4",
        "http://[::ffff:127.0.0.1]:%d/clip.mp4",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/clip.mp4"
      })
  void aLinkIntoTheServersOwnNetworkIsNotFetched(String link) throws Exception {
    Answer accepted = order(link.formatted(Math.max(80, visitor.controller().getPort())));
    assertStatus(accepted, 202);

    Answer failed = visitor.await(visitor.process(accepted), "Failed");

    assertStatus(failed, 200);
    assertThat(failed.member("error")).isEqualTo("Unable to access the file");
    JsonNode problem = failed.json().get("problem");
    assertThat(problem.get("type").asText()).isEqualTo("urn:problem-type:asyncjob:source-refused");
    assertThat(problem.get("detail").asText()).isNotEqualTo(failed.member("error"));
  }

  @Test
  void aLinkThatIsNoneIsFourTwentyTwo() throws Exception {
    assertProblem(order("clip.mp4"), 422, "unacceptable-request");
    assertProblem(order("file:///etc/passwd"), 422, "unacceptable-request");
    assertProblem(order("https://me:secret@example.org/a.mp4"), 422, "unacceptable-request");
    assertProblem(order("http://2130706433/"), 422, "unacceptable-request");
  }

  private Answer order(String link) throws Exception {
    return visitor.post(
        "",
        BodyPublishers.ofString("{\"source\":\"" + link + "\"}"),
        "Content-Type",
        "application/json");
  }
}
