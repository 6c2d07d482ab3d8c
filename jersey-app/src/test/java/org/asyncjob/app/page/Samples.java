package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;

/** Files that people bring. */
final class Samples {

  /** How long the sound of {@link #clip()} is. */
  static final double CLIP_SECONDS = 12.0;

  private static final Path SHIPPED = Path.of("..", "docs", "samples").toAbsolutePath().normalize();

  private Samples() {}

  /** A video with sound. */
  static Path clip() {
    return SHIPPED.resolve("clip.mp4");
  }

  /** A video without sound. */
  static Path silent() {
    return SHIPPED.resolve("silent.mp4");
  }

  /** A quarter of a file's size, to make its upload take four seconds. */
  static int aQuarterOf(Path file) throws IOException {
    return Math.toIntExact(Files.size(file) / 4);
  }

  /** Sound that takes many seconds to be converted: the clip's, over and over. */
  static Path concert(Path directory) throws Exception {
    Path concert = directory.resolve("concert.mp4");
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
    assertThat(ffmpeg.waitFor()).as(said).isZero();
    assertThat(Files.size(concert)).isLessThan(ServedApp.MOST_BYTES);
    return concert;
  }

  /** A text that calls itself a video. */
  static Path text(Path directory) {
    try {
      return Files.writeString(directory.resolve("notes.mp4"), "This is no video.\n".repeat(100));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of exactly this size that takes no room on the disk. */
  static Path ofSize(Path directory, long bytes) {
    Path path = directory.resolve("holiday.mp4");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
