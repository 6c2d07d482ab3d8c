package org.asyncjob.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The service as a process of its own, as an operator starts it. */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final Path errors;

  private final BufferedReader output;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ServerProcess start(Path directory, Map<String, String> environment, String... flags)
      throws IOException {
    return start(directory, List.of(), environment, flags);
  }

  static ServerProcess start(
      Path directory, List<String> jvm, Map<String, String> environment, String... flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.asyncjob.app.Main"));
    command.addAll(List.of(flags));
    Path errors = Files.createTempFile(directory, "server", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), errors);
  }

  /** The first line on standard output. */
  URI uri() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the server said nothing but " + errors());
    }
    return URI.create(line);
  }

  List<String> restOfOutput() {
    return output.lines().toList();
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  long pid() {
    return process.pid();
  }

  /** Waits for a converter to run, and returns all that do. */
  List<ProcessHandle> awaitConverters() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(this::converters, found -> !found.isEmpty());
  }

  private List<ProcessHandle> converters() {
    return process
        .descendants()
        .filter(child -> child.info().command().filter(c -> c.endsWith("ffmpeg")).isPresent())
        .toList();
  }

  /** SIGTERM; unlike {@link Process#destroy} it leaves the output to be read. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
