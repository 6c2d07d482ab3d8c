package org.asyncjob.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/**
 * How ffmpeg and ffprobe are told to read a file from a stranger: as a file of the MP4 family and
 * nothing else, without following what it says to other files or to the network.
 */
final class HardenedInput {

  /** The only format that is tried, whatever the file looks like. */
  static final String FORMAT = "mov";

  /** To be put before the input. */
  static final List<String> ARGUMENTS =
      List.of("-protocol_whitelist", "file,pipe", "-format_whitelist", FORMAT);

  private static final int MAJOR_WITH_DROPPING = 8;
  private static final Pattern MAJOR = Pattern.compile("(\\d{1,4})\\.");

  private HardenedInput() {}

  /**
   * Returns tools of which each process keeps within the limits, and starts no thread for each core
   * of the machine: their stacks would count, and filters of sound do not use them.
   */
  static FfmpegTools restrained(FfmpegTools tools, TranscodeLimits limits) {
    return tools.within(limits.ofProcess()).first("-filter_threads", "1");
  }

  /**
   * Returns tools with an ffmpeg that leaves out damaged audio which seems to have another sample
   * rate or number of channels, and gives up otherwise. Not for every file: there are some whose
   * audio really changes.
   */
  static FfmpegTools tolerant(FfmpegTools tools) {
    Matcher major = MAJOR.matcher(tools.version());
    boolean old =
        major.lookingAt()
            && major.group(1) != null
            && Integer.parseInt(major.group(1)) < MAJOR_WITH_DROPPING;
    return old ? tools.first("-reinit_filter", "0") : tools.first("-drop_changed", "1");
  }

  /** Returns what names this file and cannot be read as an option or another protocol. */
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }
}
