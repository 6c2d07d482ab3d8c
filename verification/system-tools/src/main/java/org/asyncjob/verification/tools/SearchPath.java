package org.asyncjob.verification.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Where commands are looked up, as a shell does.
 *
 * @param directories separated as in the PATH variable
 */
record SearchPath(String directories) {
  static SearchPath ofThisProcess() {
    return new SearchPath(Objects.requireNonNullElse(System.getenv("PATH"), ""));
  }

  Optional<Path> find(String command) {
    return Arrays.stream(directories.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, command).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
