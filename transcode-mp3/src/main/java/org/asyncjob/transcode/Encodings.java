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

  /** About as long as a segment is. */
  private static final Duration SEGMENT = Duration.ofSeconds(30);

  private final FfmpegTools tools;
  private final Optional<LameLibrary> lame;
  private final CoreBudget budget;
  private final Encoding segmented;
  private final Encoding whole;
  private final Encoding copy;
  private final LoudnessMeter meter;

  Encodings(
      FfmpegTools tools, TranscodeLimits limits, Optional<LameLibrary> lame, CoreBudget budget) {
    this.tools = tools;
    this.lame = lame;
    this.budget = budget;
    Mp3Encoders encoders =
        lame.<Mp3Encoders>map(library -> library).orElseGet(() -> new FfmpegEncoders(tools));
    this.segmented = new SegmentedEncoding(tools, limits, encoders, budget);
    this.whole = new WholeEncoding(tools, limits, budget);
    this.copy = new CopyEncoding(tools, limits);
    this.meter = new LoudnessMeter(tools, limits, budget);
  }

  Encoding of(ProbedAudio audio) {
    boolean isLong = audio.duration().filter(length -> length.compareTo(LONG) >= 0).isPresent();
    return isLong || fasterThanFfmpeg() ? segmented : whole;
  }

  /** How many cores will probably encode it, if others go on as they do. */
  int likelyCores(ProbedAudio audio) {
    return of(audio) == segmented ? Math.min(1 + budget.idle(), segments(audio)) : 1;
  }

  private static int segments(ProbedAudio audio) {
    return audio.duration().map(length -> 1 + (int) length.dividedBy(SEGMENT)).orElse(1);
  }

  /** For what is to be made louder or softer, before it is encoded. */
  LoudnessMeter meter() {
    return meter;
  }

  /** For what is an MP3 already. */
  Encoding copy() {
    return copy;
  }

  /** For what cannot be done in segments. */
  Encoding whole() {
    return whole;
  }

  private boolean fasterThanFfmpeg() {
    return lame.isPresent() && embedded();
  }

  /** The embedded ffmpeg brings a LAME that was compiled without optimisation. */
  private boolean embedded() {
    return tools.origin() == FfmpegOrigin.EMBEDDED;
  }

  /** One sentence for operators, with advice where there is something to gain. */
  String description() {
    if (lame.isPresent()) {
      return "MP3 is encoded by this system's libmp3lame " + lame.get().version();
    }
    return embedded()
        ? "MP3 is encoded by processes of the embedded ffmpeg; libmp3lame 3.100 installed on this"
            + " machine (Debian, Ubuntu: apt-get install libmp3lame0), or an ffmpeg 5 or newer"
            + " (apt-get install ffmpeg), would be about three times as fast"
        : "MP3 is encoded by processes of ffmpeg; libmp3lame 3.100 installed on this machine"
            + " (Debian, Ubuntu: apt-get install libmp3lame0) would save moving the sound to them";
  }
}
