package org.asyncjob.verification.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;

/** What is sent to the server. */
final class Samples {

  static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Path SHIPPED = REPOSITORY.resolve("docs/samples");

  private Samples() {}

  /** Twelve seconds of music in a video. */
  static Path clip() {
    return SHIPPED.resolve("clip.mp4");
  }

  /** A video without sound, which cannot become an MP3. */
  static Path silent() {
    return SHIPPED.resolve("silent.mp4");
  }

  /** How long {@link #song} is. */
  static final int SONG_SECONDS = 240;

  /** Some minutes of music, which keep a converter busy for seconds. */
  static Path song() {
    return Song.FILE;
  }

  /** Twenty minutes of music, which keep a converter busy for many seconds. */
  static Path concert() {
    return Concert.FILE;
  }

  private static final class Song {
    private static final Path FILE = repeated("song.mp4", SONG_SECONDS / 12);
  }

  private static final class Concert {
    private static final Path FILE = repeated("concert.mp4", 100);
  }

  private static Path repeated(String name, int times) {
    try {
      Path directory = Files.createDirectories(Path.of("target", "samples"));
      Path file = directory.resolve(name).toAbsolutePath();
      Process ffmpeg =
          FfmpegLocator.builder()
              .build()
              .locate()
              .tools()
              .ffmpegProcess(
                  List.of(
                      "-nostdin",
                      "-v",
                      "error",
                      "-y",
                      "-stream_loop",
                      Integer.toString(times - 1),
                      "-i",
                      clip().toString(),
                      "-map",
                      "0:a:0",
                      "-c",
                      "copy",
                      file.toString()))
              .redirectErrorStream(true)
              .start();
      String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (ffmpeg.waitFor() != 0) {
        throw new IllegalStateException("no " + name + ": " + said);
      }
      return file;
    } catch (IOException e) {
      throw Visitor.unchecked(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
