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
    FFmpegBuilder command =
        new FFmpegBuilder()
            .setVerbosity(FFmpegBuilder.Verbosity.VERBOSE)
            .addExtraArgs("-nostdin", "-hide_banner", "-nostats")
            .addExtraArgs(HardenedInput.ARGUMENTS.toArray(String[]::new));
    command.addInput(HardenedInput.url(input)).setFormat(HardenedInput.FORMAT);
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    if (audio.format().integers()) {
      // As for an encoder that takes integers: channels that are added up are made softer before.
      output.addExtraArgs("-rematrix_maxval", "1.0");
    }
    output
        .setFormat(PCM)
        .setAudioCodec("pcm_" + PCM)
        .setAudioSampleRate(settings.sampleRate())
        .setAudioChannels(settings.channels())
        .disableSubtitle()
        .disableVideo()
        .addExtraArgs("-dn", "-map", "0:" + audio.index())
        .setDuration(
            limits.longestAudio().toMillis() + MILLISECONDS_OVER_THE_LIMIT, TimeUnit.MILLISECONDS);
    return command.build();
  }
}
