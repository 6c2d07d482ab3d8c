package org.asyncjob.transcode;

import java.nio.file.Path;
import java.util.List;

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

  private HardenedInput() {}

  /** Returns what names this file and cannot be read as an option or another protocol. */
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }
}
