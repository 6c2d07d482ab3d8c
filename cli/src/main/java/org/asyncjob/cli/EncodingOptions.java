package org.asyncjob.cli;

import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.transcode.Mp3Options;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the MP3 shall be, and what of the file it is made of. */
final class EncodingOptions {

  @ArgGroup(exclusive = true)
  private @Nullable Rate rate;

  @Option(names = "--mono", description = "Mix all channels into one.")
  private boolean mono;

  @Option(
      names = "--sample-rate",
      paramLabel = "HZ",
      description = "Sample rate, 8000 to 48000. Default: that of the source, if MP3 has it.")
  private @Nullable Integer sampleRate;

  @Option(
      names = "--track",
      paramLabel = "TRACK",
      description =
          "The audio track to take: its number, from 1 on, or its language, e.g. de or deu."
              + " Default: the one that is marked as default, else the first.")
  private @Nullable String track;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Begin there: seconds, or hh:mm:ss, e.g. 90.5 or 1:30.5. Default: 0.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End there, in the same form. Default: the end.")
  private @Nullable String to;

  @Option(
      names = "--loudness",
      paramLabel = "LUFS",
      description =
          "Make it this loud (EBU R 128), -70 to -5, e.g. -16; takes a second pass."
              + " Default: as loud as it is.")
  private @Nullable Double loudness;

  /** Of these only one can be given. */
  static final class Rate {
    @Option(
        names = "--quality",
        paramLabel = "0..9",
        description = "Variable bit rate: 0 is the best and largest, 9 the smallest. Default: 2.")
    private @Nullable Integer quality;

    @Option(
        names = "--bitrate",
        paramLabel = "KBITS",
        description = "Constant bit rate in kbit/s, e.g. 192.")
    private @Nullable Integer bitrate;

    @Option(
        names = "--average-bitrate",
        paramLabel = "KBITS",
        description = "Average bit rate in kbit/s, 8 to 320.")
    private @Nullable Integer averageBitrate;
  }

  /** The options, checked. */
  Mp3Options checked() {
    Mp3Options.Builder builder = Mp3Options.builder().mono(mono);
    if (sampleRate != null) {
      builder.sampleRate(sampleRate);
    }
    if (rate != null) {
      set(builder, rate);
    }
    if (track != null) {
      builder.track(track);
    }
    if (from != null) {
      builder.from(from);
    }
    if (to != null) {
      builder.to(to);
    }
    if (loudness != null) {
      builder.loudness(loudness);
    }
    try {
      return builder.build();
    } catch (UnacceptableRequestException e) {
      throw new CommandFailure(ExitCode.USAGE, Sentences.complete(e.getMessage()), e);
    }
  }

  private static void set(Mp3Options.Builder builder, Rate rate) {
    if (rate.quality != null) {
      builder.quality(rate.quality);
    }
    if (rate.bitrate != null) {
      builder.bitrate(rate.bitrate);
    }
    if (rate.averageBitrate != null) {
      builder.averageBitrate(rate.averageBitrate);
    }
  }
}
