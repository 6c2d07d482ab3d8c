package org.asyncjob.app.page;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people bring. */
final class Samples {

  /** How long the sound of {@link #clip()} is. */
  static final double CLIP_SECONDS = 10.45;

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
