package org.asyncjob.verification.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The application in a Java of its own, on a free port, with a data directory of its own. */
final class AppProcess implements AutoCloseable {

  /** For all applications of this run, beside those that its {@link Storage} needs. */
  private static final List<String> FLAGS =
      Stream.of(System.getProperty("app.flags", "").split(" "))
          .filter(flag -> !flag.isEmpty())
          .toList();

  private final Process process;
  private final Path directory;
  private final Storage storage;
  private final URI base;
  private boolean directoryIsOurs;

  private AppProcess(Process process, Path directory, Storage storage, URI base) {
    this.process = process;
    this.directory = directory;
    this.storage = storage;
    this.base = base;
  }

  /** Starts it with these flags beside those that every test needs; returns when it serves. */
  static AppProcess start(String... flags) throws IOException {
    return startOn(Storage.create(), flags);
  }

  /** Starts it where others may have their jobs and files as well. */
  static AppProcess startOn(Storage storage, String... flags) throws IOException {
    AppProcess started = start(Files.createTempDirectory("deployment-tests"), storage, flags);
    started.directoryIsOurs = true;
    return started;
  }

  /** Starts it on a directory of the caller's. */
  static AppProcess startIn(Path directory, String... flags) throws IOException {
    return start(directory, Storage.create(), flags);
  }

  private static AppProcess start(Path directory, Storage storage, String... flags)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.asyncjob.app.Main",
                "--port",
                "0",
                "--data-dir",
                directory.resolve("data").toString()));
    command.addAll(FLAGS);
    command.addAll(storage.flags());
    command.addAll(List.of(flags));
    Path errors = directory.resolve("errors.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(storage.environment());
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the application did not start: " + Files.readString(errors));
    }
    return new AppProcess(process, directory, storage, URI.create(line));
  }

  /** The address of the application; ends with a slash. */
  URI base() {
    return base;
  }

  /** The resource that accepts work. */
  URI controller() {
    return base.resolve(JudgedServer.PATH);
  }

  /** The converters that run. */
  List<ProcessHandle> converters() {
    return process
        .descendants()
        .filter(child -> child.info().command().filter(c -> c.endsWith("ffmpeg")).isPresent())
        .toList();
  }

  /** What it keeps of jobs beside their records: uploads, results, what work leaves. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(storage.files());
    try (Stream<Path> tree = Files.walk(directory.resolve("data"))) {
      tree.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith("lock"))
          .filter(file -> !file.getFileName().toString().startsWith("jobs.db"))
          .filter(file -> !file.getFileName().toString().startsWith("speed.properties"))
          .forEach(files::add);
    }
    return files;
  }

  /** What it has said on standard error. */
  String errors() throws IOException {
    return Files.readString(directory.resolve("errors.log"));
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  @Override
  public void close() throws IOException {
    kill();
    if (!directoryIsOurs) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
