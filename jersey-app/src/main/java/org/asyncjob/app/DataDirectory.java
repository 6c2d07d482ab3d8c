package org.asyncjob.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one running service, locked against a second one. Jobs live in memory: what an
 * earlier process has left here belongs to jobs that nobody can ask for, and is deleted.
 */
final class DataDirectory implements AutoCloseable {

  private final Path directory;
  private final FileChannel lockFile;

  private DataDirectory(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Creates and locks it.
   *
   * @throws StartException if it cannot be used; the message says why and what to do
   */
  static DataDirectory open(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel lockFile =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lockFile)) {
        lockFile.close();
        throw new StartException(
            "the data directory %s is used by another process; stop that one or choose another with --data-dir"
                .formatted(directory));
      }
      DataDirectory opened = new DataDirectory(directory, lockFile);
      for (Path left : List.of(opened.blobs(), opened.work(), opened.uploads())) {
        delete(left);
      }
      Files.createDirectories(opened.uploads());
      return opened;
    } catch (IOException e) {
      throw new StartException(
          "the data directory %s cannot be used (%s); choose one that can be written with --data-dir"
              .formatted(directory, e),
          e);
    }
  }

  Path blobs() {
    return directory.resolve("blobs");
  }

  Path work() {
    return directory.resolve("work");
  }

  /** Where a multipart reader may put parts until they are complete. */
  Path uploads() {
    return directory.resolve("uploads");
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new StartException("the lock of " + directory + " cannot be released: " + e, e);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the lock lives as long as its channel
  private static boolean locked(FileChannel lockFile) throws IOException {
    try {
      @Nullable FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
