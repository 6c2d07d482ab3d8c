package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asyncjob.verification.tools.SystemTool;

/** The load tool, with a script of ours. */
final class Wrk {

  private static final Pattern MEASURED =
      Pattern.compile("(?m)^measured (\\d+) (\\d+) (\\d+) (\\d+)$");

  private final Path wrk = SystemTool.WRK.path();
  private final Path scripts;

  /** Takes a directory of its own for the scripts. */
  Wrk(Path scripts) {
    this.scripts = scripts;
  }

  Load run(Script script, URI uri, Shape shape, int expectedStatus)
      throws IOException, InterruptedException {
    return run(script, uri, shape, List.of(Integer.toString(expectedStatus)));
  }

  Load run(Script script, URI uri, Shape shape, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(wrk.toString());
    command.add("--threads=" + (script == Script.ROUND ? shape.connections() : 1));
    command.add("--connections=" + shape.connections());
    command.add("--duration=" + shape.seconds() + "s");
    command.add("--timeout=30s");
    command.add("--script=" + script.unpacked(scripts));
    command.addAll(List.of(uri.toString(), "--"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher measured = MEASURED.matcher(output);
    if (!measured.find() || !measured.group(4).equals("0") || measured.group(1).equals("0")) {
      throw new IOException(
          "not every answer was the right one: " + String.join(" ", command) + "\n" + output);
    }
    return new Load(
        Long.parseLong(measured.group(1)),
        Long.parseLong(measured.group(2)) / 1e6,
        Long.parseLong(measured.group(3)));
  }

  /** What is sent. */
  enum Script {
    SUBMIT,
    POLL,
    POLLS,
    ROUND;

    private Path unpacked(Path directory) throws IOException {
      String name = name().toLowerCase(Locale.ROOT) + ".lua";
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        try (InputStream script = Wrk.class.getResourceAsStream(name)) {
          if (script == null) {
            throw new IOException("there is no script " + name + " beside " + Wrk.class);
          }
          Files.copy(script, file);
        }
      }
      return file;
    }
  }

  /** How much is sent at once, and for how long. */
  record Shape(int connections, int seconds) {}

  /**
   * What came of it.
   *
   * @param count requests, or rounds of a POST and its GETs
   * @param medianMicroseconds of one of these
   */
  record Load(long count, double seconds, double medianMicroseconds) {
    double perSecond() {
      return count / seconds;
    }
  }
}
