package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/threads.md names every thread that a server has. */
class ThreadsPageTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.*?) \\| ");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern NUMBER = Pattern.compile("\\bPID\\b|\\bN\\b");

  /** The client's, and those that belong to the virtual machine. */
  private static final Pattern NOT_THE_SERVERS =
      Pattern.compile("HttpClient-.*|awaitility.*|ForkJoinPool.*|Attach.*");

  @Test
  void everyThreadThatAServerStartsIsThere(@TempDir Path data) throws Exception {
    Set<String> before = names();
    Set<String> started = new TreeSet<>();
    try (ServedApp app = ServedApp.start(data, 0, "--workers", "2")) {
      TestClient client = new TestClient(app.base());
      URI process = TestClient.location(client.upload(Samples.clip(), ""));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                started.addAll(names());
                return client.get(process).statusCode() == 303;
              });
    }
    started.removeAll(before);
    started.removeIf(NOT_THE_SERVERS.asMatchPredicate());

    assertThat(started)
        .contains("job-worker-2", "http(64)", "job-housekeeping")
        .anyMatch(name -> name.startsWith("asyncjob-ffmpeg-output-"));
    List<Pattern> documented = documented();
    assertThat(started)
        .allSatisfy(
            name ->
                assertThat(documented)
                    .as("a row of docs/threads.md for the thread \"%s\"", name)
                    .anyMatch(row -> row.matcher(name).matches()));
  }

  private static Set<String> names() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  private static List<Pattern> documented() throws Exception {
    return ROW.matcher(Files.readString(Path.of("../docs/threads.md")))
        .results()
        .flatMap(row -> NAME.matcher(row.group(1)).results())
        .map((MatchResult name) -> pattern(name.group(1)))
        .toList();
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        NUMBER.matcher(Pattern.quote(name)).replaceAll("\\\\E\\\\d+\\\\Q") + "( \\(pid \\d+\\))?");
  }
}
