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
 * The directory of one running service, locked against a second one. What an earlier process has
 * left here is deleted as far as no job can refer to it: halves of uploads, and the files of jobs
 * that were kept in memory alone.
 */
final class DataDirectory implements AutoCloseable {

  private final Path directory;
  private final FileChannel lockFile;
  private final StoreKind store;

  private DataDirectory(Path directory, FileChannel lockFile, StoreKind store) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.store = store;
  }

  /**
   * Creates and locks it.
   *
   * @param store where jobs are remembered
   * @throws StartException if it cannot be used; the message says why and what to do
   */
  static DataDirectory open(Path directory, StoreKind store) {
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
      DataDirectory opened = new DataDirectory(directory, lockFile, store);
      for (Path left : List.of(opened.passing(), opened.work(), opened.uploads())) {
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

  /** Where uploads and results are: beside those of jobs that are remembered, if these are not. */
  Path blobs() {
    return store == StoreKind.MEMORY ? passing() : directory.resolve("blobs");
  }

  private Path passing() {
    return directory.resolve("blobs-of-memory");
  }

  /** The file for jobs. */
  Path jobs() {
    return directory.resolve("jobs.db");
  }

  /** The file for how fast conversions were. */
  Path speed() {
    return directory.resolve("speed.properties");
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
