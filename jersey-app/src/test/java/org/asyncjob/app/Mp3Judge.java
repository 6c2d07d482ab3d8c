package org.asyncjob.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.asyncjob.verification.tools.SystemTool;

/** Asks mp3val, which nobody here wrote, what is wrong with an MP3. */
public final class Mp3Judge {

  private Mp3Judge() {}

  /** Errors and warnings, one a line; that a file has no tags is neither. */
  public static List<String> problemsOf(Path mp3) throws IOException, InterruptedException {
    Process judge =
        new ProcessBuilder(SystemTool.MP3VAL.path().toString(), mp3.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (judge.waitFor() != 0 || !said.contains("MPEG frames")) {
      return List.of("mp3val could not judge " + mp3.getFileName() + ": " + said);
    }
    return said.lines()
        .filter(line -> line.startsWith("ERROR") || line.startsWith("WARNING"))
        .filter(line -> !line.contains("No supported tags"))
        .toList();
  }
}
