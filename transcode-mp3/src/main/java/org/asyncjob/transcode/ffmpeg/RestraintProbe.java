package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries which restraints are possible on this machine. */
final class RestraintProbe {

  static final String SHELL = "/bin/sh";

  private static final Logger LOG = LoggerFactory.getLogger(RestraintProbe.class);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final String shell;

  RestraintProbe(String shell) {
    this.shell = shell;
  }

  /** Returns those that work; none where there is no shell, as on Windows. */
  Set<Restraint> probe() throws InterruptedException {
    Set<Restraint> possible = EnumSet.noneOf(Restraint.class);
    try {
      Process process =
          new ProcessBuilder(shell, "-c", script())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        process.getOutputStream().close();
        if (process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          said.lines().map(String::strip).map(Restraint::valueOf).forEach(possible::add);
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{} does not tell how processes can be restrained", shell, e);
    }
    return possible;
  }

  private static String script() {
    return Arrays.stream(Restraint.values())
        .map(one -> "(%s) >/dev/null 2>&1 && echo %s".formatted(one.trial(), one.name()))
        .collect(Collectors.joining("\n", "", "\n:"));
  }
}
