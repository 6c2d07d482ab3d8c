package org.asyncjob.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one store writes what is not committed yet: a directory of its own, next to a lock file of
 * the same name that this process holds as long as it lives.
 *
 * <p>A process must not even open a lock file of its own a second time: closing it again would give
 * up the lock on POSIX systems. The names therefore start with what tells a process from others.
 */
final class IncomingDirectory {

  private static final String LOCK_SUFFIX = ".lock";

  private final Path directory;

  /** Held, not used: the lock ends when the channel is closed, by the end of the process. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final FileLock lock;

  private IncomingDirectory(Path directory, FileLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Makes a new one under {@code parent} and deletes those of dead processes. */
  static IncomingDirectory open(Path parent) throws IOException {
    Files.createDirectories(parent);
    deleteThoseOfTheDead(parent);
    while (true) {
      String name = thisProcess() + BlobKey.random();
      Path lockFile = parent.resolve(name + LOCK_SUFFIX);
      FileLock lock = lock(lockFile, StandardOpenOption.CREATE_NEW);
      // Another process may take a file that is not locked yet for that of a dead one.
      if (lock != null) {
        if (Files.exists(lockFile)) {
          return new IncomingDirectory(Files.createDirectory(parent.resolve(name)), lock);
        }
        lock.acquiredBy().close();
      }
    }
  }

  /** Deletes what processes have left that have died since. */
  void deleteThoseOfTheDead() throws IOException {
    deleteThoseOfTheDead(directory.getParent());
  }

  Path newFile() {
    return directory.resolve(BlobKey.random());
  }

  private static void deleteThoseOfTheDead(Path parent) throws IOException {
    try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(parent, "*" + LOCK_SUFFIX)) {
      for (Path lockFile : lockFiles) {
        if (!lockFile.getFileName().toString().startsWith(thisProcess())) {
          deleteIfDead(lockFile);
        }
      }
    }
  }

  private static void deleteIfDead(Path lockFile) throws IOException {
    try {
      FileLock lock = lock(lockFile, StandardOpenOption.WRITE);
      if (lock == null) {
        return; // Its process lives.
      }
      try {
        String name = lockFile.getFileName().toString();
        String stem = name.substring(0, name.length() - LOCK_SUFFIX.length());
        deleteFlat(lockFile.resolveSibling(stem));
        Files.deleteIfExists(lockFile);
      } finally {
        lock.acquiredBy().close();
      }
    } catch (NoSuchFileException e) {
      return; // Another process that starts now was faster.
    }
  }

  private static void deleteFlat(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return; // Its process died before it had made one.
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }

  private static @Nullable FileLock lock(Path file, StandardOpenOption option) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, option);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return lock;
    } catch (IOException e) {
      Disk.undo(e, channel::close);
      throw e;
    }
  }

  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + start + "-";
  }
}
