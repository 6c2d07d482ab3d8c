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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Element;

/**
 * Somebody else's application ({@code verification/consumer}) is built with what is staged, and its
 * tests pass on the module path and on the class path.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsumerIT {

  private static final Path CONSUMER = Path.of("../consumer").toAbsolutePath().normalize();
  private static final Path WORK = Path.of("target/consumer").toAbsolutePath();

  @Test
  void itsTestsPassOnTheModulePathAndOnTheClassPath() throws Exception {
    delete(WORK);
    delete(CONSUMER.resolve("target"));
    Files.createDirectories(WORK);
    Path log = WORK.resolve("build.log");

    int exit = build(log);

    assertThat(exit).as(Files.readString(log)).isZero();
    assertThat(passed("module-path")).isEqualTo(passed("class-path")).isGreaterThan(20);
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

  /** How many tests passed; none may have failed or been left out. */
  private static int passed(String path) throws Exception {
    int passed = 0;
    try (Stream<Path> reports = Files.list(CONSUMER.resolve("target").resolve(path))) {
      for (Path report : reports.filter(file -> file.toString().endsWith(".xml")).toList()) {
        Element suite =
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        for (String bad : List.of("errors", "failures", "skipped")) {
          assertThat(suite.getAttribute(bad)).as(report + ": " + bad).isEqualTo("0");
        }
        passed += Integer.parseInt(suite.getAttribute("tests"));
      }
    }
    return passed;
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
