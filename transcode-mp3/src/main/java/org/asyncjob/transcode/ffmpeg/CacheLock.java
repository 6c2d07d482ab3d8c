package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets one at a time change a cache: among threads, among applications in one server, and among
 * processes. The system releases it when its process dies.
 */
final class CacheLock implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final FileChannel channel;
  private final FileLock lock;

  private CacheLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  static CacheLock acquire(Path file) throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean acquired = false;
    try {
      FileLock lock = acquire(file, channel);
      acquired = true;
      return new CacheLock(channel, lock);
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
  }

  private static FileLock acquire(Path file, FileChannel channel)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Optional<FileLock> lock = tryAcquire(channel);
    while (lock.isEmpty()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new IOException(
            "somebody has held the lock \"%s\" for %d s".formatted(file, LIMIT.toSeconds()));
      }
      Thread.sleep(PAUSE.toMillis());
      lock = tryAcquire(channel);
    }
    return lock.get();
  }

  private static Optional<FileLock> tryAcquire(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // held within this process
    }
  }

  void requireHeld() {
    if (!lock.isValid()) {
      throw new IllegalStateException("the lock was released too early");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
