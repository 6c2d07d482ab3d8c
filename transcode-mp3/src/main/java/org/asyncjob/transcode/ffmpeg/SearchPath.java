package org.asyncjob.transcode.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where commands are looked up, as a shell does.
 *
 * @param directories separated as in the PATH variable
 */
record SearchPath(String directories) {
  /** Returns every executable file of this name, in order, each file once. */
  List<Path> find(String command) {
    Map<Path, Path> found = new LinkedHashMap<>();
    for (String directory : directories.split(File.pathSeparator, -1)) {
      path(directory, command)
          .filter(SearchPath::isProgram)
          .ifPresent(file -> found.putIfAbsent(withoutLinks(file), file));
    }
    return List.copyOf(found.values());
  }

  /** Returns the command beside that program, as an installation keeps them, or any. */
  Optional<Path> find(String command, Path beside) {
    Path sibling = beside.resolveSibling(command);
    return isProgram(sibling) ? Optional.of(sibling) : find(command).stream().findFirst();
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static Optional<Path> path(String directory, String command) {
    if (directory.isEmpty()) {
      return Optional.empty(); // to a shell, the current directory: nothing to run programs from
    }
    try {
      return Optional.of(Path.of(directory, command).toAbsolutePath());
    } catch (InvalidPathException e) {
      return Optional.empty(); // a PATH may hold anything; what cannot be a directory holds nothing
    }
  }

  private static Path withoutLinks(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }
}
