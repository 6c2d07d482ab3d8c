package org.asyncjob.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;

/** The command line that makes ffmpeg write one audio stream of a file to its pipe as PCM. */
final class DecodeCommand {

  /** 32-bit floating point, little endian. */
  static final String PCM = "f32le";

  private static final int MILLISECONDS_OVER_THE_LIMIT = 1000;

  private DecodeCommand() {}

  /** Returns the arguments; the limit is passed on slightly enlarged, so that we notice first. */
  static List<String> arguments(
      Path input, ProbedAudio audio, EncoderSettings settings, TranscodeLimits limits) {
    FFmpegBuilder command = ReadCommand.of(input);
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    SoundConversion.addTo(output, audio, settings);
    output
        .setFormat(PCM)
        .setAudioCodec("pcm_" + PCM)
        .disableSubtitle()
        .disableVideo()
        .addExtraArgs("-dn", "-map", "0:" + audio.index())
        .setDuration(
            limits.longestAudio().toMillis() + MILLISECONDS_OVER_THE_LIMIT, TimeUnit.MILLISECONDS);
    return command.build();
  }
}
