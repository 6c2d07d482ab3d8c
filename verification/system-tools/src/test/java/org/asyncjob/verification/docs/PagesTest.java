package org.asyncjob.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for people agrees with what is there. */
class PagesTest {

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  @Test
  void everyLinkBetweenPagesLeadsSomewhere() throws Exception {
    MarkdownLinks links = new MarkdownLinks(REPOSITORY);

    assertThat(links.pages()).contains(REPOSITORY.resolve("README.md")).hasSizeGreaterThan(10);
    assertThat(links.broken()).isEmpty();
  }

  @Test
  void aLinkThatLeadsNowhereIsFound(@TempDir Path directory) throws Exception {
    Files.createDirectory(directory.resolve("docs"));
    Files.writeString(directory.resolve("docs/b.md"), "# Two `words`, one title\n");
    Files.writeString(
        directory.resolve("a.md"),
        """
        [page](docs/b.md) [heading](docs/b.md#two-words-one-title) [folder](docs)
        [web](https://example.org/c.md) `[code](c.md)`
        [no page](c.md) [no heading](docs/b.md#three) [none here](#top)
        """);

    assertThat(new MarkdownLinks(directory).broken())
        .containsExactly("a.md -> c.md", "a.md -> docs/b.md#three", "a.md -> #top");
  }

  @Test
  void theContinuousBuildRunsTheTestCommandOfTheReadme() throws Exception {
    String command =
        Files.readAllLines(REPOSITORY.resolve("README.md")).stream()
            .filter(line -> line.startsWith("./mvnw"))
            .findFirst()
            .orElseThrow();
    List<String> build =
        Files.readAllLines(REPOSITORY.resolve(".ci/run")).stream()
            .filter(line -> line.contains("mvnw"))
            .toList();

    assertThat(command).isEqualTo("./mvnw verify");
    assertThat(build)
        .singleElement()
        .asString()
        .as("nothing but batch mode and no input is added")
        .isEqualTo("exec ./mvnw -B verify </dev/null");
  }
}
