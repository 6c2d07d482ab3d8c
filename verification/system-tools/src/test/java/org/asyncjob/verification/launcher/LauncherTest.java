package org.asyncjob.verification.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real launcher in a repository of its own, where a script stands for Maven: it notes that it
 * was called, and its product is a program that prints how it was started.
 */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../../mp4tomp3").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of(
          "async-job-core",
          "async-job-jdbc",
          "async-job-s3",
          "async-job-client",
          "transcode-mp3",
          "jersey-app",
          "cli");
  private static final String COPY = "mkdir -p cli/target; cp ../program.jar cli/target/cli.jar";

  @TempDir private Path directory;
  private Path home;
  private Path builds;

  @BeforeEach
  void aFreshClone() throws IOException {
    home = Files.createDirectory(directory.resolve("a clone"));
    builds = directory.resolve("builds");
    Files.copy(LAUNCHER, home.resolve("mp4tomp3"));
    Files.createDirectory(home.resolve(".mvn"));
    Files.createFile(home.resolve("pom.xml"));
    for (String module : MODULES) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.createFile(home.resolve(module).resolve("pom.xml"));
      Files.createFile(home.resolve(module).resolve("src/main/Source.java"));
    }
    maven(COPY);
    writeProgram(directory.resolve("program.jar"));
  }

  @Test
  void theFirstUseBuildsAndSaysSoOnStandardErrorAlone() throws Exception {
    Run run = run("convert", "a file.mp4");

    assertThat(run.exitCode).isZero();
    assertThat(run.out).startsWith("[convert, a file.mp4]");
    assertThat(run.err.lines()).singleElement().asString().startsWith("mp4tomp3: building");
    assertThat(builds).hasContent("built");
  }

  @Test
  void theSecondUseDoesNotBuild() throws Exception {
    run();

    Run run = run();

    assertThat(run.err).isEmpty();
    assertThat(builds).hasContent("built");
  }

  @Test
  void aChangedSourceIsBuilt() throws Exception {
    run();
    makeNewer(home.resolve("transcode-mp3/src/main/Source.java"));

    run();

    assertThat(Files.readAllLines(builds)).hasSize(2);
  }

  @Test
  void aSourceThatHasGoneIsNoticed() throws Exception {
    run();
    Files.delete(home.resolve("cli/src/main/Source.java"));
    makeNewer(home.resolve("cli/src/main"));

    run();

    assertThat(Files.readAllLines(builds)).hasSize(2);
  }

  @Test
  void librariesOfAnEarlierBuildDoNotStay() throws Exception {
    run();
    Path old = Files.createDirectories(home.resolve("cli/target/lib")).resolve("old.jar");
    Files.createFile(old);
    makeNewer(home.resolve("pom.xml"));

    run();

    assertThat(old).doesNotExist();
  }

  @Test
  void firstUsesAtOnceBuildOnce() throws Exception {
    assertThatTwoAtOnceBuildOnce(Map.of());
  }

  @Test
  void withoutFlockTheyDoSoTooAndTakeOverTheLockOfADeadOne() throws Exception {
    Path target = Files.createDirectories(home.resolve("cli/target"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createSymbolicLink(target.resolve("mp4tomp3.locked"), Path.of(Long.toString(dead.pid())));

    assertThatTwoAtOnceBuildOnce(Map.of("PATH", pathWithout("flock")));

    assertThat(Files.isSymbolicLink(target.resolve("mp4tomp3.locked"))).isFalse();
  }

  @Test
  void aFailedBuildShowsItsLogAndIsTriedAgain() throws Exception {
    maven("echo this does not compile; exit 1");

    Run failed = run();
    maven(COPY);
    Run run = run();

    assertThat(failed.exitCode).isEqualTo(1);
    assertThat(failed.out).isEmpty();
    assertThat(failed.err).contains("this does not compile", "mp4tomp3: the build failed");
    assertThat(run.exitCode).isZero();
  }

  @Test
  void itRunsThroughLinksInTheDirectoryOfTheUser() throws Exception {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../a clone/mp4tomp3"));
    Path second = Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));

    Run run = start(second, Map.of(), work, List.of("x")).end();

    assertThat(run.out).contains(work.toRealPath().toString());
  }

  @Test
  void onlyAServerIsWorthCompilingWell() throws Exception {
    assertThat(run("convert").out).contains("TieredStopAtLevel=1");
    assertThat(run("--verbose", "serve").out).doesNotContain("TieredStopAtLevel");
  }

  @Test
  void filesCanHaveAnyNameWithoutALocale() throws Exception {
    Path caller = directory.resolve("caller");
    script(caller, "exec '%s' \"$(printf '\\303\\274')\"".formatted(home.resolve("mp4tomp3")));

    Run run = start(caller, Map.of("LC_ALL", "C"), home, List.of()).end();

    assertThat(run.out).startsWith("[\\u00fc]");
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    Path java = Files.createDirectories(directory.resolve("old/bin"));
    script(java.resolve("java"), "exit 1");
    Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");

    Run run = runWith(Map.of("JAVA_HOME", directory.resolve("old").toString()));

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.err).contains("is Java 11.0.2, needed is 17 or newer");
    assertThat(builds).doesNotExist();
  }

  @Test
  void withoutAJavaItSaysWhatToInstall() throws Exception {
    Run run = runWith(Map.of("JAVA_HOME", "", "PATH", pathWithout("flock")));

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.err).contains("there is no java on the PATH", "install a JDK, 17 or newer");
  }

  private void assertThatTwoAtOnceBuildOnce(Map<String, String> environment) throws Exception {
    maven("sleep 1; " + COPY); // long enough for the other to build as well, could it do so
    Running first = start(home.resolve("mp4tomp3"), environment, home, List.of("first"));
    Running second = start(home.resolve("mp4tomp3"), environment, home, List.of("second"));

    assertThat(first.end().out).startsWith("[first]");
    assertThat(second.end().out).startsWith("[second]");
    assertThat(builds).hasContent("built");
  }

  private Run run(String... arguments) throws Exception {
    return start(home.resolve("mp4tomp3"), Map.of(), home, List.of(arguments)).end();
  }

  private Run runWith(Map<String, String> environment) throws Exception {
    return start(home.resolve("mp4tomp3"), environment, home, List.of()).end();
  }

  private Running start(
      Path launcher, Map<String, String> environment, Path workingDirectory, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(all);
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would announce them
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  private record Running(Process process, Path out, Path err) {
    Run end() throws Exception {
      int exitCode = process.waitFor();
      return new Run(exitCode, Files.readString(out), Files.readString(err));
    }
  }

  private record Run(int exitCode, String out, String err) {}

  private void maven(String lines) throws IOException {
    script(home.resolve("mvnw"), "echo built >>../builds; " + lines);
  }

  private static void script(Path file, String lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static void makeNewer(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  /** Returns a PATH on which the usual tools are, and these are not. */
  private String pathWithout(String... absent) throws IOException {
    Path bin = Files.createDirectory(directory.resolve("tools"));
    for (String tool :
        List.of(
            "sh",
            "sed",
            "find",
            "head",
            "tail",
            "readlink",
            "dirname",
            "mkdir",
            "rm",
            "mv",
            "ln",
            "cp",
            "sleep",
            "flock")) {
      if (!List.of(absent).contains(tool)) {
        script(bin.resolve(tool), "exec /usr/bin/%s \"$@\"".formatted(tool));
      }
    }
    return bin.toString();
  }

  private static void writeProgram(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
    String name = Program.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(name));
      out.write(Program.class.getResourceAsStream("/" + name).readAllBytes());
    }
  }
}
