package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A directory and all below it; links are not followed. */
final class DirectoryTree {
  private DirectoryTree() {}

  /** Deletes it, if it is there. */
  static void delete(Path root) throws IOException {
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      deleteAll(root, "");
    }
    Files.deleteIfExists(root);
  }

  /** Deletes what the directory holds under names that begin so. */
  static void deleteAll(Path directory, String prefix) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (child.getFileName().toString().startsWith(prefix)) {
          delete(child);
        }
      }
    }
  }
}
