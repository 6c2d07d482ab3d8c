package org.asyncjob.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java of the README is code that compiles, starts and answers as the README says. */
class EmbeddingTest {

  private static final Path CODE = Path.of("src/test/java/org/asyncjob/readme");
  private static final Pattern CODE_BLOCK =
      Pattern.compile("(?ms)^```(?<language>\\w*)\n(?<lines>.*?)^```$");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void theFirstCodeOfTheReadmeIsTheTenLinesThatAreTestedHere() throws Exception {
    Matcher code = CODE_BLOCK.matcher(Files.readString(Path.of("../README.md")));
    assertThat(code.find()).isTrue();

    assertThat(code.group("language")).isEqualTo("java");
    assertThat(code.group("lines"))
        .isEqualTo(
            region("Reports.java", "the resource")
                + "\n"
                + region("ReportServer.java", "the wiring"));
    assertThat(code.group("lines").lines().filter(line -> !line.isBlank())).hasSize(10);
  }

  @Test
  void theTenLinesAnswer202And303AndHandOutTheResult() throws Exception {
    ReportServer server = ReportServer.create();
    server.setUp();
    try {
      HttpResponse<String> accepted = order(server, "{\"city\":\"Ulm\"}");
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);

      URI process = location(accepted);
      HttpResponse<String> done =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> get(process), answer -> answer.statusCode() != 200);
      assertThat(done.statusCode()).as(done.body()).isEqualTo(303);

      HttpResponse<String> result = get(location(done));
      assertThat(result.body()).isEqualTo("{\"text\":\"Rain in Ulm.\"}");
      assertThat(result.headers().firstValue("Content-Type")).contains("application/json");
    } finally {
      server.tearDown();
    }
  }

  @Test
  void anOrderWithAnUnknownMemberIsRefusedAsTheReadmeSays() throws Exception {
    ReportServer server = ReportServer.create();
    server.setUp();
    try {
      assertThat(order(server, "{\"town\":\"Ulm\"}").statusCode()).isEqualTo(400);
    } finally {
      server.tearDown();
    }
  }

  private HttpResponse<String> order(ReportServer server, String json) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url("reports")))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static URI location(HttpResponse<String> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  /** The lines between the two marks, moved to the left edge. */
  private static String region(String file, String name) throws Exception {
    Pattern marked =
        Pattern.compile("(?ms)^ *// README: " + Pattern.quote(name) + "\n(.*?)\n *// README: end$");
    return marked
        .matcher(Files.readString(CODE.resolve(file)))
        .results()
        .map((MatchResult region) -> region.group(1).stripIndent() + "\n")
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " has no region \"" + name + "\""));
  }
}
