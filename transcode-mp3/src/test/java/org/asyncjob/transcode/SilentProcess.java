package org.asyncjob.transcode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** A program that runs an ffmpeg which turns for ever and never uses a pipe. */
final class SilentProcess {

  private SilentProcess() {}

  public static void main(String[] arguments) throws Exception {
    FfmpegTools tools =
        HardenedInput.restrained(TestMedia.TOOLS, TranscodeLimits.builder().build());
    List<String> endless =
        List.of("-nostdin", "-v", "quiet", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-");
    ToolRun run =
        ToolRun.start(
            tools.ffmpegProcess(endless).directory(Path.of(arguments[0]).toFile()),
            stream -> stream.transferTo(System.err),
            System.err::println);
    System.out.println("running");
    run.finish(Deadline.in(Duration.ofMinutes(5)));
  }
}
