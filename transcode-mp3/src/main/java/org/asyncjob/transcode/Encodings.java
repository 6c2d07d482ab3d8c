package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Optional;
import org.asyncjob.transcode.ffmpeg.FfmpegOrigin;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.transcode.parallel.CoreBudget;
import org.asyncjob.transcode.parallel.Mp3Encoders;

/**
 * Chooses how to encode: by what is installed and by the file, and never by how busy the machine
 * is, so that the same file always becomes the same MP3 here.
 */
final class Encodings {

  /** From here on segments pay: there are two at least. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private final FfmpegTools tools;
  private final Optional<LameLibrary> lame;
  private final Encoding segmented;
  private final Encoding whole;

  Encodings(
      FfmpegTools tools, TranscodeLimits limits, Optional<LameLibrary> lame, CoreBudget budget) {
    this.tools = tools;
    this.lame = lame;
    Mp3Encoders encoders =
        lame.<Mp3Encoders>map(library -> library).orElseGet(() -> new FfmpegEncoders(tools));
    this.segmented = new SegmentedEncoding(tools, limits, encoders, budget);
    this.whole = new WholeEncoding(tools, limits, budget);
  }

  Encoding of(ProbedAudio audio) {
    boolean isLong = audio.duration().filter(length -> length.compareTo(LONG) >= 0).isPresent();
    return isLong || fasterThanFfmpeg() ? segmented : whole;
  }

  /** For what cannot be done in segments. */
  Encoding whole() {
    return whole;
  }

  /** The embedded ffmpeg brings a LAME that was compiled without optimisation. */
  private boolean fasterThanFfmpeg() {
    return lame.isPresent() && tools.origin() == FfmpegOrigin.EMBEDDED;
  }

  /** One sentence for operators. */
  String description() {
    return lame.map(library -> "MP3 is encoded by this system's libmp3lame " + library.version())
        .orElse(
            "MP3 is encoded by processes of ffmpeg; libmp3lame 3.100 installed on this machine"
                + " (Debian, Ubuntu: apt-get install libmp3lame0) would be faster");
  }
}
