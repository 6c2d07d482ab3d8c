package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.asyncjob.verification.tools.SystemTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README, in its order, as they stand there. */
@Timeout(600)
class ReadmeIT {

  private static final Path README = Path.of("../README.md");
  private static final String TESTS = "./mvnw verify";
  private static final String SERVE = "./mp4tomp3 serve";
  private static final String SHOWN_SERVER = "http://127.0.0.1:8080";
  private static final Pattern JOB = Pattern.compile("/mp4tomp3/([0-9a-f]{32})\\b");

  @TempDir private Path directory;
  private Clone clone;

  @BeforeAll
  static void curlIsThere() {
    assertThat(SystemTool.CURL.path()).isExecutable();
  }

  @BeforeEach
  void aCloneThatIsBuilt() throws Exception {
    clone = Clone.in(directory);
  }

  @AfterEach
  void noLinksForTheTemporaryDirectoryToStumbleOver() throws Exception {
    clone.close();
  }

  @Test
  void theFirstTwoCommandsConvertTheSampleAndRunTheTests() throws Exception {
    ShellBlock first = ShellBlock.in(README).get(0);
    assertThat(first.has(TESTS)).as("this runs in %s already", TESTS).isTrue();

    String printed = clone.run(first.without(TESTS).commands());

    assertThat(printed).isEqualTo("docs/samples/clip.mp3\n");
    assertThatItIsTheSample("docs/samples/clip.mp3");
  }

  @Test
  void theServerAnswersAsShown() throws Exception {
    List<ShellBlock> blocks = ShellBlock.in(README).stream().skip(1).toList();
    assertThat(blocks.get(0).has(SERVE)).isTrue();
    assertThat(blocks).hasSizeGreaterThan(3);
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process server = clone.start(SERVE, out, err);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(out).content().as(Files.readString(err)).endsWith("\n"));
      String base = withoutSlash(Files.readString(out).strip());
      assertThat(base).matches("http://127\\.0\\.0\\.1:\\d+");
      assertThat(out).content().hasLineCount(1);
      assertThat(blocks.get(0).with(SHOWN_SERVER, base).shown()).containsExactly(base + "/");

      String shownJob = jobIn(Files.readString(README)).orElseThrow();
      String job = "the job that no command has made yet";
      for (ShellBlock block : blocks.subList(1, blocks.size())) {
        ShellBlock typed = block.with(SHOWN_SERVER, base);
        String output = clone.run(typed.with(shownJob, job).commands());
        job = jobIn(output).orElse(job);
        assertThat(typed.with(shownJob, job).missingFrom(output)).as(output).isEmpty();
      }
    } finally {
      server.destroy();
      server.waitFor();
    }

    assertThatItIsTheSample("music.mp3");
    assertThatItIsTheSample("remote.mp3");
  }

  private static String withoutSlash(String url) {
    assertThat(url).endsWith("/");
    return url.substring(0, url.length() - 1);
  }

  private static Optional<String> jobIn(String text) {
    return JOB.matcher(text).results().map(job -> job.group(1)).findFirst();
  }

  private void assertThatItIsTheSample(String mp3) throws Exception {
    assertThat(audioSeconds(clone.file(mp3), "mp3"))
        .isCloseTo(audioSeconds(clone.file("docs/samples/clip.mp4"), "aac"), within(0.1));
  }

  /** How long the sound is; the picture may be longer. */
  private static double audioSeconds(Path file, String codec) throws Exception {
    return Media.probe(file, "stream=codec_name,duration")
        .lines()
        .filter(stream -> stream.startsWith(codec + ","))
        .mapToDouble(stream -> Double.parseDouble(stream.substring(codec.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " has no " + codec));
  }
}
