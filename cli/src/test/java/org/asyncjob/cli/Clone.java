package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What somebody has who cloned the repository and used the launcher once: the launcher itself, the
 * sources, and the program that this build has packaged, newer than these. It cannot build: a build
 * inside of a build would wait for itself.
 */
final class Clone implements AutoCloseable {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final String SAMPLE = "docs/samples/clip.mp4";
  private static final List<String> LINKED =
      List.of(
          "pom.xml",
          ".mvn",
          "async-job-core",
          "async-job-client",
          "transcode-mp3",
          "jersey-app",
          "cli/pom.xml",
          "cli/src",
          "cli/target/cli.jar",
          "cli/target/lib");
  private static final long SECONDS_TO_END = 240;

  private final Path directory;
  private final Path data;
  private final List<Path> links = new ArrayList<>();

  private Clone(Path directory, Path data) {
    this.directory = directory;
    this.data = data;
  }

  static Clone in(Path parent) throws IOException {
    Path packaged = REPOSITORY.resolve("cli/target");
    assertThat(packaged.resolve("cli.jar"))
        .as("the program; it is there from the phase \"package\" on: ./mvnw verify")
        .isRegularFile();
    Clone clone = new Clone(Files.createDirectory(parent.resolve("clone")), parent.resolve("data"));
    Files.copy(REPOSITORY.resolve("mp4tomp3"), clone.file("mp4tomp3"));
    Path maven = clone.file("mvnw");
    Files.writeString(maven, "#!/bin/sh\necho 'a build was started in a test' >&2\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    for (String name : LINKED) {
      clone.link(name);
    }
    Files.createDirectories(clone.file("docs/samples"));
    Files.copy(REPOSITORY.resolve(SAMPLE), clone.file(SAMPLE));
    Files.createFile(clone.file("cli/target/mp4tomp3.stamp"));
    return clone;
  }

  private void link(String name) throws IOException {
    Path link = file(name);
    Files.createDirectories(link.getParent());
    links.add(Files.createSymbolicLink(link, REPOSITORY.resolve(name)));
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Runs commands as a script that ends at the first failure; returns what they print. */
  String run(String commands) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "run", ".out");
    Path err = Files.createTempFile(directory, "run", ".err");
    Process process =
        shell(commands).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).as(commands).isTrue();
      assertThat(process.exitValue())
          .as("%s%n%s%n%s", commands, Files.readString(out), Files.readString(err))
          .isZero();
      return Files.readString(out);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Starts a command that goes on; standard output goes to the file. */
  Process start(String command, Path out, Path err) throws IOException {
    return shell("exec " + command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** Settings that would clash with what runs on this machine come from the environment. */
  private ProcessBuilder shell(String script) {
    List<String> command = new ArrayList<>(List.of("bash", "-euc", script));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MP4TOMP3_"));
    environment.put("MP4TOMP3_PORT", "0");
    environment.put("MP4TOMP3_DATA_DIR", data.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
