package org.asyncjob.app;

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
public final class Samples {

  /** How long the sound of {@link #clip()} is. */
  public static final double CLIP_SECONDS = 12.0;

  private static final Path SHIPPED = Path.of("..", "docs", "samples").toAbsolutePath().normalize();

  private Samples() {}

  /** A video with sound. */
  public static Path clip() {
    return SHIPPED.resolve("clip.mp4");
  }

  /** A video without sound. */
  public static Path silent() {
    return SHIPPED.resolve("silent.mp4");
  }

  /** A quarter of a file's size, to make its upload take four seconds. */
  public static int aQuarterOf(Path file) throws IOException {
    return Math.toIntExact(Files.size(file) / 4);
  }

  /** Sound that takes many seconds to be converted: the clip's, over and over. */
  public static Path concert(Path directory) throws Exception {
    return repeated(directory, 100);
  }

  /** The clip's sound, so many times over. */
  static Path repeated(Path directory, int times) throws Exception {
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
                    Integer.toString(times - 1),
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
  public static Path text(Path directory) {
    try {
      return Files.writeString(directory.resolve("notes.mp4"), "This is no video.\n".repeat(100));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of exactly this size that takes no room on the disk. */
  public static Path ofSize(Path directory, long bytes) {
    Path path = directory.resolve("holiday.mp4");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
