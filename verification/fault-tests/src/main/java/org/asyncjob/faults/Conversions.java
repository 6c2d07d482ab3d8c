package org.asyncjob.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.TranscodeListener;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;

/** What conversions have to make of the clip, by bit rate. */
final class Conversions {

  private static final Path CLIP = Path.of("docs", "samples", "clip.mp4");

  private Conversions() {}

  /** The clip that comes with these sources. */
  static Path clip() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve(CLIP))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException(
          CLIP + " is not in or above \"" + Path.of("").toAbsolutePath() + "\": run it from there");
    }
    return directory.resolve(CLIP);
  }

  /** Converts without any server and returns the SHA-256 of the results. */
  static Map<Integer, String> expected(Path clip, Path scratch)
      throws IOException, InterruptedException {
    Mp3Transcoder transcoder =
        new Mp3Transcoder(
            FfmpegLocator.builder().build().locate().tools(), TranscodeLimits.builder().build());
    Map<Integer, String> hashes = new HashMap<>();
    Path result = Files.createDirectories(scratch).resolve("expected.mp3");
    for (int bitrate : Order.BITRATES) {
      transcoder.transcode(
          clip, result, Mp3Options.builder().bitrate(bitrate).build(), new Unheard());
      hashes.put(bitrate, Order.sha256(Files.readAllBytes(result)));
      Files.delete(result);
    }
    return hashes;
  }

  private static final class Unheard implements TranscodeListener {
    @Override
    public void progress(int percent, String phase) {}

    @Override
    public void progress(int percent, String phase, Duration remaining) {}
  }
}
