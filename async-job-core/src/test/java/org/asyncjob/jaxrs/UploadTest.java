package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be posted, and what is refused without leaving anything behind. */
class UploadTest {

  private static final String BOUNDARY = "b0undary";
  private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PlaysServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?filename=query.txt | attachment; filename=header.txt | query.txt",
        "'' | attachment; filename=\"with space.txt\" | with space.txt",
        "'' | attachment; filename=\"plain.txt\"; filename*=UTF-8''%C3%BCber.txt | über.txt",
        "?filename=..%2F..%2Fetc%2Fpasswd | attachment | passwd",
        "?filename=C:%5Cfiles%5Cclip.txt | attachment | clip.txt",
        "?filename=a%00b%0Ac.txt | attachment | abc.txt",
        "?filename=.. | attachment | upload",
        "'' | attachment | upload"
      })
  void aRawUploadIsNamedByTheQueryOrByContentDisposition(
      String query, String disposition, String name) throws Exception {
    HttpResponse<String> accepted =
        server.post(query, "x", "Content-Type", "text/plain", "Content-Disposition", disposition);

    assertThat(resultOf(accepted)).isEqualTo("played " + name);
  }

  @Test
  void aFormHasOneFileAndOptions() throws Exception {
    HttpResponse<String> accepted =
        server.post(
            "", form(file("from form.txt", "text"), option("count", "3")), "Content-Type", FORM);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(resultOf(accepted)).isEqualTo("played from form.txt");
  }

  @Test
  void jsonIsOptionsWithoutAnInput() throws Exception {
    HttpResponse<String> accepted =
        server.post("", "{\"act\":\"play\",\"count\":null}", "Content-Type", "application/json");

    assertThat(resultOf(accepted)).isEqualTo("played -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{\"act\":}"})
  void jsonThatIsNoObjectIsFourHundred(String body) throws Exception {
    assertProblem(
        server.post("", body, "Content-Type", "application/json"), 400, "malformed-request");
  }

  @Test
  void anUnknownOptionIsFourHundredAndNamesTheKnownOnes() throws Exception {
    HttpResponse<String> refused = server.post("?akt=1", "x", "Content-Type", "text/plain");

    assertProblem(refused, 400, "malformed-request");
    assertThat(json(refused).get("detail").asText())
        .isEqualTo("Unknown option \"akt\". Known options are: act, count.");
  }

  @Test
  void anOptionGivenTwiceIsFourHundred() throws Exception {
    assertProblem(
        server.post("?count=1&count=2", "x", "Content-Type", "text/plain"),
        400,
        "malformed-request");
  }

  @Test
  void aValueThatTheHandlerRefusesIsFourTwentyTwoWithTheReason() throws Exception {
    HttpResponse<String> refused = server.post("?count=10", "x", "Content-Type", "text/plain");

    assertProblem(refused, 422, "unacceptable-request");
    assertThat(json(refused).get("detail").asText())
        .isEqualTo("Option \"count\" is 0 to 9, not 10.");
  }

  @Test
  void aFormWithoutAFileOrWithTwoIsFourHundred() throws Exception {
    assertProblem(
        server.post("", form(option("act", "play")), "Content-Type", FORM),
        400,
        "malformed-request");
    assertProblem(
        server.post("", form(file("a", "x"), file("b", "y")), "Content-Type", FORM),
        400,
        "malformed-request");
  }

  @Test
  void aFormWithATextLongerThanAnOptionCanBeIsFourHundred() throws Exception {
    assertProblem(
        server.post(
            "", form(file("a", "x"), option("act", "x".repeat(9000))), "Content-Type", FORM),
        400,
        "malformed-request");
  }

  @Test
  void exactlyTheLimitIsTaken() throws Exception {
    String body = "x".repeat((int) PlaysServer.LIMIT);

    assertThat(server.post("", body, "Content-Type", "text/plain").statusCode()).isEqualTo(202);
  }

  @Test
  void oneByteMoreIsRefusedByItsContentLength() throws Exception {
    String body = "x".repeat((int) PlaysServer.LIMIT + 1);

    HttpResponse<String> refused = server.post("", body, "Content-Type", "text/plain");

    assertProblem(refused, 413, "input-too-large");
    assertThat(json(refused).get("limit_bytes").asLong()).isEqualTo(PlaysServer.LIMIT);
  }

  @Test
  void oneByteMoreIsRefusedWithoutAContentLength() throws Exception {
    byte[] body = new byte[(int) PlaysServer.LIMIT + 1];

    HttpResponse<String> refused =
        server.send(
            PlaysServer.request(server.uri("team/plays"), "Content-Type", "text/plain")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build());

    assertProblem(refused, 413, "input-too-large");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000, 1_000_000})
  void aFormWithALargerFileIsRefused(int excess) throws Exception {
    String body = form(file("a", "x".repeat((int) PlaysServer.LIMIT + excess)));

    assertProblem(server.post("", body, "Content-Type", FORM), 413, "input-too-large");
  }

  @Test
  void aTypeThatTheResourceDoesNotTakeIsFourFifteen() throws Exception {
    assertThat(server.post("", "x", "Content-Type", "image/png").statusCode()).isEqualTo(415);
  }

  private void assertProblem(HttpResponse<String> refused, int status, String name)
      throws Exception {
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(refused).get("type").asText()).isEqualTo("urn:problem-type:asyncjob:" + name);
    assertThat(json(refused).get("status").asInt()).isEqualTo(status);
    assertThat(server.files()).isEmpty();
  }

  private String resultOf(HttpResponse<String> accepted) throws Exception {
    URI process = location(accepted);
    return server.get(location(server.await(process, "Succeeded"))).body();
  }

  private static String form(String... parts) {
    return String.join("", parts) + "--" + BOUNDARY + "--\r\n";
  }

  private static String file(String name, String content) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + name
        + "\"\r\nContent-Type: text/plain\r\n\r\n"
        + content
        + "\r\n";
  }

  private static String option(String name, String value) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + value
        + "\r\n";
  }
}
