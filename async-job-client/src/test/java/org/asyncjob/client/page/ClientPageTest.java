package org.asyncjob.client.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteStatus;
import org.asyncjob.client.Submission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/client.md is code that compiles and does what it says, with a real server. */
@Timeout(60)
class ClientPageTest {

  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// docs/client.md: begin\n(.*?)\n *// docs/client.md: end$");

  @TempDir private Path directory;

  private ShoutServer server;

  @BeforeEach
  void start() throws Exception {
    server = ShoutServer.in(directory.resolve("server"));
    server.setUp();
  }

  @AfterEach
  void stop() throws Exception {
    server.tearDown();
  }

  private Path text(String content) throws Exception {
    return Files.writeString(directory.resolve("words.txt"), content);
  }

  @Test
  void thePageShowsTheCodeThatIsTestedHere() throws Exception {
    List<String> shown =
        JAVA_BLOCK
            .matcher(Files.readString(Path.of("../docs/client.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    String tested =
        REGION
            .matcher(
                Files.readString(Path.of("src/test/java/org/asyncjob/client/page/Shouting.java")))
            .results()
            .map(region -> region.group(1).stripIndent() + "\n")
            .findFirst()
            .orElseThrow();

    assertThat(shown).containsExactly(tested);
  }

  @Test
  void whatSucceedsIsFetched() throws Exception {
    Path target = directory.resolve("shout.txt");

    assertThat(Shouting.fetch(server.uri(), text("hello"), target)).isEqualTo("8 bytes");

    assertThat(target).hasContent("HELLO!!!");
  }

  @Test
  void whatFailsIsSaidInTheWordsOfTheServer() throws Exception {
    Path target = directory.resolve("shout.txt");

    assertThat(Shouting.fetch(server.uri(), text(" "), target))
        .isEqualTo("There is nothing to shout.");

    assertThat(target).doesNotExist();
  }

  @Test
  void aDownloadOutlastsBrokenConnections() throws Exception {
    String words = "la ".repeat(1_000_000);
    Path source = text(words);
    Path target = directory.resolve("shout.txt");

    try (CuttingProxy network = new CuttingProxy(server.uri(), 2, words.length() / 4)) {
      assertThat(Shouting.fetch(network.uri(), source, target)).isEqualTo("3000003 bytes");

      assertThat(network.cut()).isEqualTo(2);
    }
    assertThat(Files.readString(target).equals(words.toUpperCase(Locale.ROOT) + "!!!")).isTrue();
  }

  @Test
  void aFinishedJobIsLeftAloneUntilItIsDiscarded() throws Exception {
    try (AsyncJobClient client = AsyncJobClient.create()) {
      RemoteJob job =
          client.await(
              client.submit(
                  server.uri().resolve("shouts"),
                  Submission.ofFile(text("hello")).mediaType("text/plain").build()));
      URI url = job.url();

      assertThat(client.cancel(url).map(RemoteJob::status)).contains(RemoteStatus.SUCCEEDED);
      assertThat(client.resultName(job.result().orElseThrow())).contains("shout.txt");
      assertThat(client.discard(url)).isEmpty();
      assertThat(client.discard(url)).as("a second time").isEqualTo(Optional.empty());
    }
  }
}
