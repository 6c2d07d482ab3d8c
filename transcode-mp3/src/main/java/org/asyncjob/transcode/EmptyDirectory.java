package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new directory for processes to run in: there is nothing in it that a relative name could mean,
 * and whatever one of them leaves there is deleted.
 */
final class EmptyDirectory implements AutoCloseable {

  private static final String PREFIX = ".asyncjob-ffmpeg-";

  private final Path path;

  private EmptyDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes one.
   *
   * @param neighbor a file in the directory where it is made
   */
  static EmptyDirectory beside(Path neighbor) throws IOException {
    return new EmptyDirectory(
        Files.createTempDirectory(neighbor.toAbsolutePath().getParent(), PREFIX));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(path)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
