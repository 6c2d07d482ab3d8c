package org.asyncjob.verification.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Somebody else's application ({@code verification/consumer}) is built with what is staged, and its
 * tests pass on the module path and on the class path.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsumerIT {

  private static final Path CONSUMER = Path.of("../consumer").toAbsolutePath().normalize();
  private static final Path WORK = Path.of("target/consumer").toAbsolutePath();

  /** The nested tests of a contract are in no report but this. */
  private static final Pattern ALL_PASSED =
      Pattern.compile("(?m)Tests run: (\\d+), Failures: 0, Errors: 0, Skipped: 0$");

  @Test
  void itsTestsPassOnTheModulePathAndOnTheClassPath() throws Exception {
    delete(WORK);
    delete(CONSUMER.resolve("target"));
    Files.createDirectories(WORK);
    Path log = WORK.resolve("build.log");

    int exit = build(log);

    assertThat(exit).as(Files.readString(log)).isZero();
    List<Integer> run =
        ALL_PASSED
            .matcher(Files.readString(log))
            .results()
            .map(total -> Integer.valueOf(total.group(1)))
            .toList();
    assertThat(run).as("tests on the module path, tests on the class path").hasSize(2);
    assertThat(run.get(0)).isEqualTo(run.get(1)).isGreaterThan(70);
  }

  @Test
  void itEmbedsTheLibraryWithTheFirstCodeOfTheReadme() throws Exception {
    Path sources = CONSUMER.resolve("src/main/java/org/example/reports");
    String code =
        Files.readString(sources.resolve("Reports.java"))
            + Files.readString(sources.resolve("ReportServer.java"));
    String readme = Files.readString(CONSUMER.resolve("../../README.md"));
    String block = readme.substring(readme.indexOf("```java\n") + 8);

    assertThat(code.lines().map(String::strip))
        .containsAll(block.substring(0, block.indexOf("```")).lines().map(String::strip).toList());
  }

  private static int build(Path log) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-f", CONSUMER.resolve("pom.xml").toString()));
    // The user's own settings stay in force, for mirrors and proxies.
    command.addAll(List.of("-gs", settings().toString()));
    command.add("-Dmaven.repo.local=" + WORK.resolve("repository"));
    command.addAll(Arrays.asList(System.getProperty("consumer.versions").split(" ")));
    command.add("verify");
    ProcessBuilder builder = new ProcessBuilder(command).directory(CONSUMER.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      return process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Ours comes from where this build has staged it; the rest, if this build has it, from there. */
  private static Path settings() throws IOException {
    String staged =
        Stream.of(Artifact.values())
            .map(artifact -> repository("repository", artifact.id(), artifact.staging(), true))
            .collect(Collectors.joining());
    Path downloaded = Path.of(System.getProperty("downloaded"));
    return Files.writeString(
        WORK.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>staged</id>
              <repositories>%s%s</repositories>
              <pluginRepositories>%s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>staged</activeProfile>
          </activeProfiles>
        </settings>
        """
            .formatted(
                staged,
                repository("repository", "downloaded", downloaded, false),
                repository("pluginRepository", "downloaded", downloaded, false)));
  }

  private static String repository(String element, String id, Path directory, boolean snapshots) {
    return """
    <%1$s>
      <id>%2$s</id>
      <url>%3$s</url>
      <releases><enabled>true</enabled><checksumPolicy>ignore</checksumPolicy></releases>
      <snapshots><enabled>%4$s</enabled></snapshots>
    </%1$s>
    """
        .formatted(element, id, directory.toUri(), snapshots);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
