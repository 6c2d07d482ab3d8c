package org.asyncjob.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;

/** The command lines that make ffmpeg write one audio stream of a file to its pipe as MP3. */
final class EncodeCommand {

  private static final int BITS_PER_KILOBIT = 1000;
  private static final int MILLISECONDS_OVER_THE_LIMIT = 1000;
  private static final int BYTES_OVER_THE_LIMIT = 1 << 20;
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
    FFmpegBuilder command = ReadCommand.of(input);
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    encoder(output, settings);
    SoundConversion.addTo(output, audio, settings);
    streams(output, audio, settings);
    limit(output, limits);
    return command.build();
  }

  /** The same for no more than the beginning of the audio, for who wants the tag before it. */
  static List<String> beginning(Path input, ProbedAudio audio, EncoderSettings settings) {
    FFmpegBuilder command = ReadCommand.ofBeginning(input);
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    EncoderSettings unfiltered = settings.with(SoundFilters.NONE);
    encoder(output, unfiltered);
    SoundConversion.addTo(output, audio, unfiltered);
    streams(output, audio, settings);
    // Not as a time: of the output, that would leave out chapters that begin after it.
    output.addExtraArgs("-frames:a", "1");
    return command.build();
  }

  /**
   * The same for frames that are there already, which are copied. They are decoded as well, to
   * nowhere, so that the log tells how many samples they are and what is wrong with them.
   */
  static List<String> copy(
      Path input, ProbedAudio audio, EncoderSettings settings, TranscodeLimits limits) {
    FFmpegBuilder command = ReadCommand.of(input);
    FFmpegOutputBuilder output = command.addOutput("pipe:1");
    output.setFormat("mp3").setAudioCodec("copy");
    streams(output, audio, settings);
    limit(output, limits);
    FFmpegOutputBuilder decoded = command.addOutput("-");
    decoded
        .setFormat("null")
        .setAudioCodec("pcm_s16le")
        .disableSubtitle()
        .disableVideo()
        .addExtraArgs("-dn", "-map", "0:" + audio.index());
    limit(decoded, limits);
    return command.build();
  }

  private static void encoder(FFmpegOutputBuilder output, EncoderSettings settings) {
    output.setFormat("mp3").setAudioCodec("libmp3lame");
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

  /** The sound, and with it the cover, the tags and the chapters. */
  private static void streams(
      FFmpegOutputBuilder output, ProbedAudio audio, EncoderSettings settings) {
    output.disableSubtitle().addExtraArgs("-dn", "-map", "0:" + audio.index());
    if (audio.extras().coverIndex().isPresent()) {
      output
          .setVideoCodec("copy")
          .addExtraArgs("-map", "0:" + audio.extras().coverIndex().getAsInt())
          .addExtraArgs("-disposition:v", "attached_pic");
    } else {
      output.disableVideo();
    }
    TAGS_LEFT_OUT.forEach(tag -> output.addExtraArgs("-metadata", tag + "="));
    if (settings.options().from().isPresent() || settings.options().to().isPresent()) {
      // They would be at the places that they have in the whole.
      output.addExtraArgs("-map_chapters", "-1");
    }
    output.addExtraArgs("-id3v2_version", "4", "-write_xing", "0");
  }

  private static void limit(FFmpegOutputBuilder output, TranscodeLimits limits) {
    output
        .setDuration(
            limits.longestAudio().toMillis() + MILLISECONDS_OVER_THE_LIMIT, TimeUnit.MILLISECONDS)
        .addExtraArgs("-fs", String.valueOf(limits.largestOutput() + BYTES_OVER_THE_LIMIT));
  }
}
