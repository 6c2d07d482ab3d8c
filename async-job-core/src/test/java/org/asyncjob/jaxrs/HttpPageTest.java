package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server answers is explained in docs/http.md. */
class HttpPageTest {

  private static final String PROBLEM = "urn:problem-type:asyncjob:";

  @TempDir private Path directory;
  private PlaysServer server;
  private String page;

  @BeforeEach
  void start() throws Exception {
    page = Files.readString(Path.of("../docs/http.md"));
    server = new PlaysServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyMemberOfTheProcessResourceIsThere() throws Exception {
    URI working = server.submit("wait");
    Set<String> members = new TreeSet<>();
    addNames(members, PlaysServer.json(server.await(working, "Running")));
    server.release.countDown();
    addNames(members, PlaysServer.json(server.await(working, "Succeeded")));
    addNames(members, PlaysServer.json(server.await(server.submit("fail"), "Failed")));

    assertThat(members)
        .contains("estimated_time_to_complete", "poll_every", "error", "resourceLocation")
        .allSatisfy(
            name ->
                assertThat(page)
                    .containsAnyOf("`" + name + "`", "\"" + name + "\":", "`\"" + name));
  }

  @Test
  void everyStatusIsThere() {
    assertThat(PlaysServer.STATUSES)
        .allSatisfy(status -> assertThat(page).contains("`" + status + "`"));
  }

  @Test
  void everyErrorIsInTheTableWithItsNameAndStatus() throws Exception {
    List<HttpResponse<String>> errors = new ArrayList<>();
    URI working = server.submit("wait");
    server.await(working, "Running");
    errors.add(server.get(URI.create(working + "/result")));
    errors.add(server.post("?act=wait&count=10", "text", "Content-Type", "text/plain"));
    errors.add(server.post("?nonsense=1", "text", "Content-Type", "text/plain"));
    errors.add(server.post("", "x".repeat(2000), "Content-Type", "text/plain"));
    URI queued = server.submit("wait", "Idempotency-Key", "key");
    errors.add(
        server.post("?act=wait", "other", "Content-Type", "text/plain", "Idempotency-Key", "key"));
    errors.add(server.post("?act=wait", "text", "Content-Type", "text/plain"));
    server.delete(queued);
    server.delete(queued);
    errors.add(server.get(queued));
    errors.add(server.get(server.uri("team/plays/nobody")));
    server.engine().close();
    errors.add(server.post("?act=wait", "text", "Content-Type", "text/plain"));

    assertThat(errors)
        .extracting(HttpResponse::statusCode)
        .containsExactly(409, 422, 400, 413, 422, 503, 410, 404, 503);
    for (HttpResponse<String> error : errors) {
      String type = PlaysServer.json(error).path("type").asText();
      assertThat(type).startsWith(PROBLEM);
      assertThat(page.lines())
          .as("the row of %d %s in the table of errors", error.statusCode(), type)
          .anyMatch(
              row ->
                  row.startsWith("| " + error.statusCode() + " | ")
                      && row.contains("`" + type.substring(PROBLEM.length()) + "`"));
    }
  }

  private static void addNames(Set<String> names, JsonNode document) {
    document.fieldNames().forEachRemaining(names::add);
    document.path("links").fieldNames().forEachRemaining(names::add);
  }
}
