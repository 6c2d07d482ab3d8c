package org.asyncjob.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.asyncjob.JobId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and removes the directories in which handlers work. */
final class WorkDirectories {

  private static final Logger LOG = LoggerFactory.getLogger(WorkDirectories.class);
  private static final String PREFIX = "job-";

  private final Path root;

  /** Takes a directory that no other process uses; it is made when it is needed. */
  WorkDirectories(Path root) {
    this.root = root;
  }

  Path create(JobId id) throws IOException {
    Files.createDirectories(root);
    return Files.createTempDirectory(root, PREFIX + id + "-");
  }

  /** Removes what a process that was killed has left here. */
  void deleteLeftovers() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> entries = Files.list(root)) {
      List<Path> leftovers =
          entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX)).toList();
      leftovers.forEach(this::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the work directory " + root, e);
    }
  }

  /** Removes one directory with all that is in it; what cannot be removed is logged. */
  void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      LOG.warn("cannot delete {}; it is tried again at the next start", directory, e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
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
  }
}
