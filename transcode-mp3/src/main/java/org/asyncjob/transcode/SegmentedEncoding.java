package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.parallel.CoreBudget;
import org.asyncjob.transcode.parallel.Mp3Encoders;
import org.asyncjob.transcode.parallel.ParallelEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has ffmpeg decode, and encoders of their own encode what comes, in segments on all cores that are
 * free. The ID3 tag comes from a second, short run of ffmpeg, which knows all tags and the cover.
 */
final class SegmentedEncoding implements Encoding {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentedEncoding.class);

  private final FfmpegTools tools;
  private final TranscodeLimits limits;
  private final Mp3Encoders encoders;
  private final CoreBudget budget;

  SegmentedEncoding(
      FfmpegTools tools, TranscodeLimits limits, Mp3Encoders encoders, CoreBudget budget) {
    this.tools = tools;
    this.limits = limits;
    this.encoders = encoders;
    this.budget = budget;
  }

  @Override
  public Encoded encode(Source source, Mp3Writer writer, Deadline deadline, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    EncoderSettings settings = source.settings();
    try (ParallelEncoder encoder = new ParallelEncoder(encoders, settings.parameters(), budget)) {
      ProcessBuilder ffmpeg =
          tools.ffmpegProcess(
              DecodeCommand.arguments(source.file(), source.audio(), settings, limits));
      ToolRun decoder =
          ToolRun.start(inDirectory(ffmpeg, source), encoder::read, source.log()::add);
      try {
        copyTag(source, writer, deadline);
        encoder.join(writer::add, samples -> watch(settings.duration(samples), deadline, heard));
        int exitCode = decoder.finish(deadline);
        heard.written(settings.duration(encoder.samples()));
        return Encoded.byLame(exitCode, OptionalLong.of(encoder.samples()));
      } finally {
        encoder.stop();
        decoder.close();
      }
    }
  }

  private static void watch(Duration encoded, Deadline deadline, Heard heard)
      throws TimeoutException {
    if (deadline.remainingNanos() == 0) {
      throw new TimeoutException("not encoded in time");
    }
    if (!encoded.isZero()) {
      heard.written(encoded);
    }
  }

  private void copyTag(Source source, Mp3Writer writer, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    ProcessBuilder ffmpeg =
        tools.ffmpegProcess(
            EncodeCommand.beginning(source.file(), source.audio(), source.settings()));
    FfmpegLog log = new FfmpegLog();
    int exitCode =
        ToolRun.start(inDirectory(ffmpeg, source), writer::copyTag, log::add).finish(deadline);
    if (exitCode != 0) {
      // What is wrong with the file, decoding tells in a moment.
      LOG.warn("ffmpeg {} made no ID3 tag; it said:\n{}", tools.version(), log);
    }
  }

  private static ProcessBuilder inDirectory(ProcessBuilder ffmpeg, Source source) {
    Path directory = source.workDirectory();
    return ffmpeg.directory(directory.toFile());
  }
}
