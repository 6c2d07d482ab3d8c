package org.asyncjob.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/errors.md has each name of a problem that the code has, and no other. */
class ErrorsPageTest {

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of("async-job-core", "async-job-jdbc", "transcode-mp3", "jersey-app");

  /** A call that makes a problem; its first literal in lower case is the name. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:\\bProblem\\.of|\\bnew JobFailure|\\bfailure|\\bunavailable)\\((?!\\))"
              + "(?:[^;{]*?[^;{A-Za-z])??\"([a-z0-9]+(?:-[a-z0-9]+)*)\"");

  /** A name that a constant has. */
  private static final Pattern CONSTANT =
      Pattern.compile("static final String UNEXPLAINED =\\s*\"([a-z-]+)\"");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");

  @Test
  void thePageHasTheNamesThatTheCodeHas() throws Exception {
    Set<String> made = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          made.addAll(names(Files.readString(file)));
        }
      }
    }

    assertThat(listed()).containsExactlyInAnyOrderElementsOf(made).hasSizeGreaterThan(20);
  }

  @Test
  void namesAreFoundWhereverTheyAreMade() {
    assertThat(
            names(
                """
                throw Problem.of(Status.GONE, "gone", "Gone", "This job is gone.").exception();
                Problem.of(
                        Statuses.of(UNPROCESSABLE_CONTENT, "Unprocessable Content"),
                        "unacceptable-request", "Unacceptable", detail);
                return unavailable("queue-full", "Queue full", detail);
                new JobFailure(type, title, detail);
                String other = "other-name";
                """))
        .containsExactly("gone", "queue-full", "unacceptable-request");
  }

  private static Set<String> names(String code) {
    Set<String> names = new TreeSet<>();
    for (Pattern pattern : List.of(MADE, CONSTANT)) {
      pattern.matcher(code).results().forEach(made -> names.add(made.group(1)));
    }
    return names;
  }

  private static Set<String> listed() throws IOException {
    Set<String> listed = new TreeSet<>();
    ROW.matcher(Files.readString(REPOSITORY.resolve("docs/errors.md")))
        .results()
        .forEach(row -> listed.add(row.group(1)));
    return listed;
  }
}
