package org.asyncjob.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** ffmpeg as anybody starts it. */
final class PlainFfmpeg {

  private PlainFfmpeg() {}

  /**
   * Runs it to its end.
   *
   * @throws IOException if it does not succeed
   */
  static void run(FfmpegTools tools, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(tools, arguments);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("ffmpeg ended with " + process.exitValue());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  static Process start(FfmpegTools tools, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
    all.addAll(arguments);
    return tools
        .ffmpegProcess(all)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
