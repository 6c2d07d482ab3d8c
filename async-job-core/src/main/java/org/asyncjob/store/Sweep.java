package org.asyncjob.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One look through the blobs for those that are old and nobody's. */
final class Sweep {

  private static final int BATCH = 500;

  private final Instant committedBefore;
  private final Function<Set<String>, Set<String>> referenced;
  private final Deletion deletion;
  private final Set<String> old = new HashSet<>();
  private int deleted;
  private @Nullable IOException met;

  Sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced, Deletion deletion) {
    this.committedBefore = committedBefore;
    this.referenced = referenced;
    this.deletion = deletion;
  }

  /** Deletes a blob by its key. */
  @FunctionalInterface
  interface Deletion {
    /** Returns false if it was not there. */
    boolean delete(String key) throws IOException;
  }

  /**
   * Goes through a directory, which is never in memory as a whole; returns how many were deleted.
   *
   * @throws IOException in the end, if one of them could not be deleted
   */
  int through(Path blobs) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
      for (Path file : files) {
        if (isOld(file)) {
          BlobKey.check(file.getFileName().toString()).ifPresent(old::add);
        }
        if (old.size() == BATCH) {
          deleteBatch();
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    deleteBatch();
    if (met != null) {
      throw met;
    }
    return deleted;
  }

  private boolean isOld(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          && attributes.lastModifiedTime().toInstant().isBefore(committedBefore);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void deleteBatch() throws IOException {
    if (old.isEmpty()) {
      return;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    Set<String> unwanted = new HashSet<>(old);
    unwanted.removeAll(referenced.apply(Set.copyOf(old)));
    old.clear();
    for (String key : unwanted) {
      try {
        if (deletion.delete(key)) {
          deleted++;
        }
      } catch (IOException e) {
        remember(e);
      }
    }
  }

  private void remember(IOException failure) {
    if (met == null) {
      met = failure;
    } else {
      met.addSuppressed(failure);
    }
  }
}
