package org.asyncjob.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.parallel.CoreBudget;

/**
 * The first pass of loudness normalization: how loud what will be encoded is, with ffmpeg's filter
 * {@code ebur128}. It hears what the encoder will hear: the same part, rate and channels.
 */
final class LoudnessMeter {

  private static final int MILLISECONDS_OVER_THE_LIMIT = 1000;
  private static final int BYTES_OF_SAMPLE = 2;
  private static final int BUFFER = 1 << 16;

  private final FfmpegTools tools;
  private final TranscodeLimits limits;
  private final CoreBudget budget;

  LoudnessMeter(FfmpegTools tools, TranscodeLimits limits, CoreBudget budget) {
    this.tools = tools;
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * Measures. What is wrong with the file is for the second pass to say.
   *
   * @throws TimeoutException if it is not done by the deadline
   */
  Loudness measure(Encoding.Source source, Deadline deadline, Encoding.Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    EncoderSettings settings = source.settings();
    ProcessBuilder ffmpeg = tools.ffmpegProcess(arguments(source));
    ffmpeg.directory(source.workDirectory().toFile());
    LoudnessSummary summary = new LoudnessSummary();
    AtomicLong samples = new AtomicLong();
    CoreBudget.Share core = budget.share(1);
    try {
      ToolRun.start(
              ffmpeg,
              stream -> count(stream, settings, samples, heard),
              line -> {
                if (!summary.takes(line)) {
                  source.log().add(line);
                }
              })
          .finish(deadline);
    } finally {
      core.close();
    }
    return summary.loudness(samples.get());
  }

  /** The sound itself comes through the pipe, so that it ends with us and can be counted. */
  private static void count(
      InputStream stream, EncoderSettings settings, AtomicLong samples, Encoding.Heard heard)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      bytes += read;
      samples.set(bytes / BYTES_OF_SAMPLE / settings.channels());
      heard.written(settings.duration(samples.get()));
    }
  }

  private List<String> arguments(Encoding.Source source) {
    EncoderSettings settings = source.settings();
    FFmpegBuilder command = ReadCommand.of(source.file());
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    SoundConversion.addTo(
        output,
        source.audio(),
        settings.with(settings.filters().then(List.of("ebur128=peak=true:framelog=verbose"))));
    output
        .setFormat("s16le")
        .setAudioCodec("pcm_s16le")
        .disableSubtitle()
        .disableVideo()
        .addExtraArgs("-dn", "-map", "0:" + source.audio().index())
        .setDuration(
            limits.longestAudio().toMillis() + MILLISECONDS_OVER_THE_LIMIT, TimeUnit.MILLISECONDS);
    return command.build();
  }
}
