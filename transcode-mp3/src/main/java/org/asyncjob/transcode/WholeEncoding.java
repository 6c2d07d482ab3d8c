package org.asyncjob.transcode;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.parallel.CoreBudget;

/** Has one ffmpeg decode and encode the whole file. */
final class WholeEncoding implements Encoding {

  private final FfmpegTools tools;
  private final TranscodeLimits limits;
  private final CoreBudget budget;

  WholeEncoding(FfmpegTools tools, TranscodeLimits limits, CoreBudget budget) {
    this.tools = tools;
    this.limits = limits;
    this.budget = budget;
  }

  @Override
  public Encoded encode(Source source, Mp3Writer writer, Deadline deadline, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    ProcessBuilder ffmpeg =
        tools.ffmpegProcess(
            EncodeCommand.arguments(source.file(), source.audio(), source.settings(), limits));
    ffmpeg.directory(source.workDirectory().toFile());
    CoreBudget.Share core = budget.share(1);
    try {
      ToolRun run =
          ToolRun.start(
              ffmpeg,
              stream -> writer.copy(stream, frames -> heard.written(writer.duration(frames))),
              source.log()::add);
      return Encoded.byLame(run.finish(deadline), source.log().encodedSamples());
    } finally {
      core.close();
    }
  }
}
