package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that should end soon. It writes to a file, so that one that hangs blocks nobody. */
final class ShortCommand implements AutoCloseable {
  private static final int SHOWN_LINES = 3;

  private final String name;
  private final Process process;
  private final Path output;

  private ShortCommand(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  static ShortCommand start(Path executable, String argument, Map<String, String> environment)
      throws UnusableFfmpegException {
    Path output = newOutputFile();
    ProcessBuilder builder = new ProcessBuilder(executable.toString(), argument);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new ShortCommand(executable.getFileName().toString(), process, output);
    } catch (IOException e) {
      delete(output);
      throw new UnusableFfmpegException("it cannot be started: " + e.getMessage(), e);
    }
  }

  /** Returns all that it said on either stream, once it has ended well. */
  String output(Duration limit) throws UnusableFfmpegException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new UnusableFfmpegException(
          "its %s did not answer within %d s".formatted(name, limit.toSeconds()));
    }
    String said = read(output);
    if (process.exitValue() != 0) {
      throw new UnusableFfmpegException(
          "its %s ended with exit code %d: %s".formatted(name, process.exitValue(), end(said)));
    }
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    delete(output);
  }

  private static String end(String said) {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  private static Path newOutputFile() {
    try {
      return Files.createTempFile("asyncjob-", ".txt");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write to the directory for temporary files; name another one with"
              + " -Djava.io.tmpdir=..",
          e);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a temporary file just written", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit(); // Windows, while the process that we just killed lets go of it
    }
  }
}
