package org.asyncjob.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The sentences about inputs that cannot even be opened. */
final class Inputs {

  private Inputs() {}

  /**
   * Checks that a file can be read; what links lead to is seen when it is fetched.
   *
   * @throws CommandFailure if not
   */
  static void check(Input input) {
    if (!input.isLink()) {
      check(input.file());
    }
  }

  private static void check(Path input) {
    if (!Files.exists(input)) {
      throw unusable(input, "there is no such file");
    }
    if (Files.isDirectory(input)) {
      throw unusable(input, "it is a directory; name the files in it");
    }
    if (!Files.isReadable(input)) {
      throw unusable(input, "permission denied");
    }
  }

  private static CommandFailure unusable(Path input, String reason) {
    return new CommandFailure(ExitCode.FAILED, "Cannot read " + input + ": " + reason + ".");
  }
}
