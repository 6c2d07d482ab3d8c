package org.asyncjob.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that this process alone uses and that is gone with it, or soon after.
 *
 * <p>Next to it is a file of the same name with {@code .lock} at its end, which this process keeps
 * locked while it lives; so the directory of a dead one can be told. A process must not open a lock
 * file of its own again: closing it would give up the lock on POSIX systems. Names therefore start
 * with what tells a process from others.
 */
final class TemporaryDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);
  private static final String PREFIX = "asyncjob-local-";
  private static final String LOCK_SUFFIX = ".lock";

  private final Path path;
  private final Path lockFile;
  private final FileLock lock;

  private TemporaryDirectory(Path path, Path lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes a new one, readable for this user alone, and deletes those of dead processes. */
  static TemporaryDirectory create() throws IOException {
    return createIn(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static TemporaryDirectory createIn(Path parent) throws IOException {
    while (true) {
      Path path = Files.createTempDirectory(parent, PREFIX + thisProcess());
      deleteThoseOfTheDead(parent, path);
      Path lockFile = lockFileOf(path);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileLock lock = channel.lock();
      // Another process may have taken what was not locked yet for that of a dead one.
      if (Files.exists(lockFile) && Files.exists(path)) {
        return new TemporaryDirectory(path, lockFile, lock);
      }
      channel.close();
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    deleteTree(path);
    lock.acquiredBy().close();
    Files.deleteIfExists(lockFile);
  }

  private static void deleteThoseOfTheDead(Path parent, Path ours) {
    try (DirectoryStream<Path> lockFiles =
        Files.newDirectoryStream(parent, PREFIX + "*" + LOCK_SUFFIX)) {
      for (Path lockFile : lockFiles) {
        if (!lockFile.getFileName().toString().startsWith(PREFIX + thisProcess())
            && belongsToOwnerOf(ours, lockFile)) {
          deleteIfDead(lockFile);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot look for what dead processes have left in {}", parent, e);
    }
  }

  private static void deleteIfDead(Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        String name = lockFile.getFileName().toString();
        Path directory =
            lockFile.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          deleteTree(directory);
        }
        Files.deleteIfExists(lockFile);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("cannot delete what belongs to {}; the next process tries again", lockFile, e);
    }
  }

  private static boolean belongsToOwnerOf(Path ours, Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(ours).equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static Path lockFileOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK_SUFFIX);
  }

  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return process.pid()
        + "-"
        + process.info().startInstant().map(start -> start.toEpochMilli() + "-").orElse("");
  }

  private static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
