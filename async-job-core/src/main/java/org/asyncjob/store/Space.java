package org.asyncjob.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.asyncjob.BlobStoreFullException;

/**
 * Says how much a store may still write: up to its quota, and leaving a reserve of the disk. Safe
 * for many threads.
 *
 * <p>What there is was counted once, and every change since then is added up. Other processes may
 * share the directory, so it is counted again now and then, while files come and go. A file that
 * does so during the count may be in it or not, and all of those together are how far the count may
 * be wrong: only what is beyond that is due to others.
 */
final class Space {

  /** At most so much is left free by default, and at most a hundredth of the disk. */
  private static final long DEFAULT_RESERVE = 64L * 1024 * 1024;

  private static final int DEFAULT_PART = 100;
  private static final long SECONDS_BETWEEN_COUNTS = 10;

  private final Path blobs;
  private final FileStore disk;
  private final long reserve;
  private final boolean limited;
  private final long quota;
  private final ReentrantLock counting = new ReentrantLock();
  private long countedAt;

  private long kept;
  private long pending;
  private long changing;
  private long unsure;

  private Space(Path blobs, FileStore disk, long reserve, OptionalLong quota) {
    this.blobs = blobs;
    this.disk = disk;
    this.reserve = reserve;
    this.limited = quota.isPresent();
    this.quota = quota.orElse(Long.MAX_VALUE);
  }

  static Space of(Path blobs, OptionalLong quota, OptionalLong reserve) throws IOException {
    FileStore disk = Files.getFileStore(blobs);
    long part = disk.getTotalSpace() / DEFAULT_PART;
    Space space = new Space(blobs, disk, reserve.orElse(Math.min(DEFAULT_RESERVE, part)), quota);
    if (space.limited) {
      space.kept = space.sizeOfAll();
      space.countedAt = System.nanoTime();
    }
    return space;
  }

  /** Throws if there is no room for a single byte. */
  void check() throws IOException {
    take(1);
    give(1);
  }

  /** Takes room for bytes that are written next, or throws. */
  void take(long bytes) throws IOException {
    long usable = disk.getUsableSpace();
    if (usable - bytes < reserve) {
      throw new BlobStoreFullException(
          new IOException(
              "the disk of %s has %d bytes left, of which %d are to stay free"
                  .formatted(blobs, usable, reserve)));
    }
    takeKept(bytes);
  }

  /** Takes room for bytes that are on this disk already, or throws. */
  void takeKept(long bytes) throws IOException {
    if (!limited || taken(bytes)) {
      return;
    }
    // Another process may have deleted something.
    if (isCountOld()) {
      count();
    }
    if (!taken(bytes)) {
      throw new BlobStoreFullException(
          new IOException(
              "the blobs in %s have %d bytes, and %d more would be above their quota of %d"
                  .formatted(blobs, used(), bytes, quota)));
    }
  }

  private synchronized boolean taken(long bytes) {
    if (bytes > quota - kept - pending) {
      return false;
    }
    pending += bytes;
    return true;
  }

  /** Gives back what was taken and is not kept. */
  synchronized void give(long bytes) {
    pending -= limited ? bytes : 0;
  }

  /** To be called before a file appears among the blobs or goes; one of the next two follows. */
  synchronized void changes(long bytes) {
    changing += bytes;
    unsure += bytes;
  }

  /** The file has appeared, and is taken no more but kept. */
  synchronized void appeared(long bytes) {
    changing -= bytes;
    give(bytes);
    kept += bytes;
  }

  /** The file has gone, or has not: somebody else was first. */
  synchronized void went(long bytes, boolean gone) {
    changing -= bytes;
    kept -= gone ? bytes : 0;
  }

  /** Looks at what is really there; for those who have listed the directory anyway, and seldom. */
  void count() throws IOException {
    if (!limited || !counting.tryLock()) {
      return;
    }
    try {
      synchronized (this) {
        unsure = changing;
      }
      long found = sizeOfAll();
      synchronized (this) {
        kept = Math.max(0, Math.max(found - unsure, Math.min(kept, found + unsure)));
        countedAt = System.nanoTime();
      }
    } finally {
      counting.unlock();
    }
  }

  synchronized long used() {
    return kept + pending;
  }

  private synchronized boolean isCountOld() {
    return System.nanoTime() - countedAt > TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_COUNTS);
  }

  private long sizeOfAll() throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
      for (Path file : files) {
        sum += sizeOf(file);
      }
    }
    return sum;
  }

  /** The size of a file, 0 if it is not there. */
  static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
