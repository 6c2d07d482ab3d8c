package org.asyncjob.transcode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;

/** The command line that makes ffmpeg write one audio stream of a file to its pipe as MP3. */
final class EncodeCommand {

  private static final int BITS_PER_KILOBIT = 1000;
  private static final int MILLISECONDS_OVER_THE_LIMIT = 1000;
  private static final int BYTES_OVER_THE_LIMIT = 1 << 20;
  private static final long LARGEST_BEGINNING = 1L << 30;
  // Facts about the source's container and encoder, no longer true of the MP3.
  private static final List<String> TAGS_LEFT_OUT =
      List.of(
          "major_brand",
          "minor_version",
          "compatible_brands",
          "creation_time",
          "encoder",
          "iTunSMPB",
          "iTunNORM",
          "Encoding Params");

  private EncodeCommand() {}

  /**
   * Returns the arguments. The limits are passed on slightly enlarged, so that it is us who notice
   * first and can say why.
   */
  static List<String> arguments(
      Path input, ProbedAudio audio, EncoderSettings settings, TranscodeLimits limits) {
    return arguments(
        input,
        audio,
        settings,
        limits.longestAudio().plusMillis(MILLISECONDS_OVER_THE_LIMIT),
        limits.largestOutput() + BYTES_OVER_THE_LIMIT);
  }

  /** The same for only so much of the audio, for who wants the tag in front of it. */
  static List<String> beginning(
      Path input, ProbedAudio audio, EncoderSettings settings, Duration length) {
    return arguments(input, audio, settings, length, LARGEST_BEGINNING);
  }

  private static List<String> arguments(
      Path input, ProbedAudio audio, EncoderSettings settings, Duration length, long bytes) {
    FFmpegBuilder command =
        new FFmpegBuilder()
            .setVerbosity(FFmpegBuilder.Verbosity.VERBOSE)
            .addExtraArgs("-nostdin", "-hide_banner", "-nostats")
            .addExtraArgs(HardenedInput.ARGUMENTS.toArray(String[]::new));
    command.addInput(HardenedInput.url(input)).setFormat(HardenedInput.FORMAT);
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    encoder(output, settings);
    streams(output, audio);
    TAGS_LEFT_OUT.forEach(tag -> output.addExtraArgs("-metadata", tag + "="));
    output
        .setDuration(length.toMillis(), TimeUnit.MILLISECONDS)
        .addExtraArgs("-fs", String.valueOf(bytes))
        // 2.3 is the version that every player and file manager reads.
        .addExtraArgs("-id3v2_version", "3", "-write_xing", "0");
    return command.build();
  }

  private static void encoder(FFmpegOutputBuilder output, EncoderSettings settings) {
    output
        .setFormat("mp3")
        .setAudioCodec("libmp3lame")
        .setAudioSampleRate(settings.sampleRate())
        .setAudioChannels(settings.channels());
    Mp3Options options = settings.options();
    // The builder's own method refuses 0, the best.
    options.quality().ifPresent(quality -> output.addExtraArgs("-q:a", String.valueOf(quality)));
    options.bitrate().ifPresent(rate -> output.setAudioBitRate((long) rate * BITS_PER_KILOBIT));
    options
        .averageBitrate()
        .ifPresent(
            rate ->
                output.setAudioBitRate((long) rate * BITS_PER_KILOBIT).addExtraArgs("-abr", "1"));
  }

  private static void streams(FFmpegOutputBuilder output, ProbedAudio audio) {
    output.disableSubtitle().addExtraArgs("-dn", "-map", "0:" + audio.index());
    if (audio.extras().coverIndex().isPresent()) {
      output
          .setVideoCodec("copy")
          .addExtraArgs("-map", "0:" + audio.extras().coverIndex().getAsInt())
          .addExtraArgs("-disposition:v", "attached_pic");
    } else {
      output.disableVideo();
    }
  }
}
