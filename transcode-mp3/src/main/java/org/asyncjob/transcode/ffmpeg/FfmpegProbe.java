package org.asyncjob.transcode.ffmpeg;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries whether an ffmpeg can do what we need. */
final class FfmpegProbe {
  static final Duration USUAL_LIMIT = Duration.ofSeconds(20);

  private static final int OLDEST_MAJOR = 5;
  // Builds from git call themselves anything; the library's version is the same in all of them.
  private static final int OLDEST_LIBAVUTIL = 57;
  private static final Pattern VERSION = Pattern.compile("^ffmpeg version (\\S+)");
  private static final Pattern LIBAVUTIL = Pattern.compile("libavutil\\s+(\\d+)\\.");
  private static final Pattern MP3_ENCODER = Pattern.compile("(?m)^\\s*A\\S*\\s+libmp3lame\\s");
  private static final String FFPROBE_BANNER = "ffprobe version ";

  private final Duration limit;

  FfmpegProbe(Duration limit) {
    this.limit = limit;
  }

  FfmpegTools probe(Candidate candidate) throws UnusableFfmpegException, InterruptedException {
    try (ShortCommand ffmpeg =
            ShortCommand.start(candidate.ffmpeg(), "-encoders", candidate.environment());
        ShortCommand ffprobe =
            ShortCommand.start(candidate.ffprobe(), "-version", candidate.environment())) {
      String said = ffmpeg.output(limit);
      String version = version(said);
      requireMp3Encoder(said);
      requireFfprobe(ffprobe.output(limit));
      return candidate.tools(version);
    }
  }

  private static String version(String said) throws UnusableFfmpegException {
    Matcher version = VERSION.matcher(said);
    Matcher libavutil = LIBAVUTIL.matcher(said);
    if (!version.find() || !libavutil.find()) {
      throw new UnusableFfmpegException("it does not introduce itself as ffmpeg does");
    }
    if (Integer.parseInt(libavutil.group(1)) < OLDEST_LIBAVUTIL) {
      throw new UnusableFfmpegException(
          "its version is %s, needed is %d or newer".formatted(version.group(1), OLDEST_MAJOR));
    }
    return version.group(1);
  }

  private static void requireMp3Encoder(String said) throws UnusableFfmpegException {
    if (!MP3_ENCODER.matcher(said).find()) {
      throw new UnusableFfmpegException("it was built without the MP3 encoder libmp3lame");
    }
  }

  private static void requireFfprobe(String said) throws UnusableFfmpegException {
    if (!said.contains(FFPROBE_BANNER)) {
      throw new UnusableFfmpegException("its ffprobe does not introduce itself as ffprobe does");
    }
  }
}
