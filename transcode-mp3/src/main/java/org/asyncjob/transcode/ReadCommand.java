package org.asyncjob.transcode;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegFileInputBuilder;

/** What all command lines of ffmpeg begin with that read a file from a stranger. */
final class ReadCommand {

  // Sound may begin late in a film.
  private static final int SECONDS_OF_BEGINNING = 10;

  private ReadCommand() {}

  /** Returns a command without an output. */
  static FFmpegBuilder of(Path input) {
    FFmpegBuilder command = empty();
    addInput(command, input);
    return command;
  }

  /** The same for reading no further than a few seconds. */
  static FFmpegBuilder ofBeginning(Path input) {
    FFmpegBuilder command = empty();
    addInput(command, input).setDuration(SECONDS_OF_BEGINNING, TimeUnit.SECONDS);
    return command;
  }

  private static FFmpegBuilder empty() {
    return new FFmpegBuilder()
        .setVerbosity(FFmpegBuilder.Verbosity.VERBOSE)
        .addExtraArgs("-nostdin", "-hide_banner", "-nostats")
        .addExtraArgs(HardenedInput.ARGUMENTS.toArray(String[]::new));
  }

  private static FFmpegFileInputBuilder addInput(FFmpegBuilder command, Path input) {
    return command.addInput(HardenedInput.url(input)).setFormat(HardenedInput.FORMAT);
  }
}
