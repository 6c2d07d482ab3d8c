package org.asyncjob.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The sentences about files that cannot be written. */
final class OutputFailures {

  private OutputFailures() {}

  static CommandFailure exists(Path file) {
    return new CommandFailure(
        ExitCode.OUTPUT, file + " exists already; use --force to replace it.");
  }

  static CommandFailure cannotWrite(Path file, IOException cause) {
    return new CommandFailure(
        ExitCode.OUTPUT, "Cannot write " + file + ": " + reason(cause) + ".", cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "the directory does not exist";
    }
    // The message of a FileSystemException begins with the name of the file.
    return cause instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : String.valueOf(cause.getMessage());
  }
}
