package org.asyncjob.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java on a page is taken from sources of this repository, which are compiled and tested. */
class JavaInPagesTest {

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

  @Test
  void everyParagraphOfJavaIsInASource() throws Exception {
    List<String> sources = sources();
    List<String> invented = new ArrayList<>();
    int seen = 0;
    for (Path page : new MarkdownLinks(REPOSITORY).pages()) {
      for (String paragraph : paragraphs(Files.readString(page))) {
        seen++;
        if (sources.stream().noneMatch(source -> source.contains(paragraph))) {
          invented.add(REPOSITORY.relativize(page) + ":\n" + paragraph);
        }
      }
    }

    assertThat(invented).isEmpty();
    assertThat(seen).isGreaterThan(10);
  }

  @Test
  void aParagraphIsWhatIsBetweenEmptyLinesAtTheLeftEdge() {
    assertThat(paragraphs("Text\n```java\nint a;\n  int b;\n\nint c;\n```\n```sh\nls\n```\n"))
        .containsExactly("\nint a;\nint b;\n", "\nint c;\n");
  }

  private static List<String> paragraphs(String page) {
    return JAVA_BLOCK
        .matcher(page)
        .results()
        .flatMap(block -> Stream.of(block.group(1).split("\n\\s*\n")))
        .map(JavaInPagesTest::atTheLeftEdge)
        .toList();
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module :
        List.of(
            "async-job-core", "async-job-client", "async-job-jdbc", "async-job-s3", "examples")) {
      try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          sources.add(atTheLeftEdge(Files.readString(file)));
        }
      }
    }
    return sources;
  }

  private static String atTheLeftEdge(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }
}
