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

  /** Twenty minutes of music, which keep a converter busy for many seconds. */
  static Path concert() {
    return Concert.FILE;
  }

  private static final class Concert {

    private static final Path FILE = make();

    private static Path make() {
      try {
        Path directory = Files.createDirectories(Path.of("target", "samples"));
        Path concert = directory.resolve("concert.mp4").toAbsolutePath();
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
                        "99",
                        "-i",
                        clip().toString(),
                        "-map",
                        "0:a:0",
                        "-c",
                        "copy",
                        concert.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ffmpeg.waitFor() != 0) {
          throw new IllegalStateException("no concert: " + said);
        }
        return concert;
      } catch (IOException e) {
        throw Visitor.unchecked(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
