package org.asyncjob.transcode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.parallel.EncoderParameters;
import org.asyncjob.transcode.parallel.EncoderParameters.RateControl;
import org.asyncjob.transcode.parallel.Mp3Encoder;
import org.asyncjob.transcode.parallel.Mp3Encoders;

/** Encoders that are processes of ffmpeg, for where no library can be called. */
final class FfmpegEncoders implements Mp3Encoders {

  // Whoever started it knows the real limit and closes it then.
  private static final Duration LONGEST_RUN = Duration.ofDays(30);

  private final FfmpegTools tools;

  FfmpegEncoders(FfmpegTools tools) {
    this.tools = tools;
  }

  @Override
  public Mp3Encoder start(EncoderParameters parameters) throws IOException {
    return new FfmpegEncoder(tools, parameters);
  }

  private static List<String> arguments(EncoderParameters parameters) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-v", "error", "-hide_banner", "-nostats"));
    arguments.addAll(List.of("-protocol_whitelist", "pipe", "-f", DecodeCommand.PCM));
    arguments.addAll(List.of("-ar", String.valueOf(parameters.sampleRate())));
    arguments.addAll(List.of("-ac", String.valueOf(parameters.channels()), "-i", "pipe:0"));
    arguments.addAll(List.of("-c:a", "libmp3lame"));
    String value = String.valueOf(parameters.value());
    if (parameters.rateControl() == RateControl.QUALITY) {
      arguments.addAll(List.of("-q:a", value));
    } else {
      arguments.addAll(List.of("-b:a", value + "k"));
    }
    if (parameters.rateControl() == RateControl.AVERAGE) {
      arguments.addAll(List.of("-abr", "1"));
    }
    arguments.addAll(List.of("-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "pipe:1"));
    return arguments;
  }

  /** One process. */
  private static final class FfmpegEncoder implements Mp3Encoder {

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final FfmpegLog log = new FfmpegLog();
    private final ToolRun run;

    FfmpegEncoder(FfmpegTools tools, EncoderParameters parameters) throws IOException {
      run =
          ToolRun.startFed(
              tools.ffmpegProcess(arguments(parameters)),
              output -> output.transferTo(stream),
              log::add);
    }

    @Override
    public void encode(byte[] pcm, int length) throws IOException {
      try {
        run.input().write(pcm, 0, length);
      } catch (IOException e) {
        throw new IOException("an encoder takes no more; it said:%n%s".formatted(log), e);
      }
    }

    @Override
    public byte[] finish() throws IOException, InterruptedException {
      run.input().close();
      try {
        int exitCode = run.finish(Deadline.in(LONGEST_RUN));
        if (exitCode != 0) {
          throw new IOException("an encoder ended with %d; it said:%n%s".formatted(exitCode, log));
        }
      } catch (TimeoutException e) {
        throw new IOException("an encoder does not end", e);
      }
      return stream.toByteArray();
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
