package org.asyncjob.verification.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that is public is meant to be: it is listed in docs/api.md and has its comment. */
class PublicApiTest {

  private static final Path PAGE = Path.of("../../docs/api.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+) \\|$");
  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^### Package `(org\\.asyncjob[^`]*)`");

  @Test
  void thePageListsEveryPublicTypeAndNoOther() throws Exception {
    List<String> there =
        Stream.of(Artifact.values())
            .flatMap(artifact -> artifact.publicTypes().stream())
            .map(type -> type.getName().replace('$', '.'))
            .toList();

    assertThat(listed(Files.readString(PAGE))).containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void packagesAndTypesAreInTheOrderOfTheAlphabet() throws Exception {
    for (List<String> types : listedByPackage(Files.readString(PAGE))) {
      assertThat(types).isNotEmpty().isSorted();
    }
  }

  private static List<String> listed(String page) {
    return listedByPackage(page).stream().flatMap(List::stream).toList();
  }

  private static List<List<String>> listedByPackage(String page) {
    List<MatchResult> packages = PACKAGE.matcher(page).results().toList();
    List<List<String>> listed = new ArrayList<>();
    for (int i = 0; i < packages.size(); i++) {
      int end = i + 1 < packages.size() ? packages.get(i + 1).start() : page.length();
      String name = packages.get(i).group(1);
      listed.add(
          ROW.matcher(page.substring(packages.get(i).end(), end))
              .results()
              .map(row -> name + "." + row.group(1))
              .toList());
    }
    return listed;
  }

  @ParameterizedTest
  @EnumSource
  void everythingPublicHasAComment(Artifact artifact) throws Exception {
    assertThat(withoutComment(artifact.sourceFiles())).isEmpty();
  }

  @Test
  void whatHasNoCommentIsFound(@TempDir Path directory) throws Exception {
    Path source =
        Files.writeString(
            directory.resolve("Door.java"),
            """
            /** A door. */
            public abstract class Door {
              /** For subclasses. */
              protected Door() {}
              public abstract void open();
              abstract void creak();
            }
            """);

    assertThat(withoutComment(List.of(source))).containsExactly("Door.java:5");
  }

  /** Where public or protected declarations have no Javadoc of their own or inherited. */
  private static Set<String> withoutComment(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<Path> onClassPath =
        sources.stream().filter(file -> !file.endsWith("module-info.java")).toList();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  Writer.nullWriter(),
                  files,
                  diagnostics,
                  List.of(
                      "-proc:none",
                      "-d",
                      target().toString(),
                      "-Xdoclint:missing/protected",
                      "-Xmaxwarns",
                      "10000"),
                  null,
                  files.getJavaFileObjectsFromPaths(onClassPath))
              .call();
      assertThat(compiled).as(diagnostics.getDiagnostics().toString()).isTrue();
    }
    Set<String> found = new TreeSet<>();
    diagnostics.getDiagnostics().stream()
        .filter(each -> each.getMessage(Locale.ENGLISH).contains("no comment"))
        .map(each -> fileName(each.getSource()) + ":" + each.getLineNumber())
        .forEach(found::add);
    return found;
  }

  private static String fileName(JavaFileObject source) {
    return String.valueOf(Path.of(source.toUri()).getFileName());
  }

  private static Path target() throws IOException {
    return Files.createDirectories(Path.of("target/compiled-again"));
  }
}
