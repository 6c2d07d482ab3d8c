package org.asyncjob.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the MP3 goes. */
final class OutputOptions {

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  @Option(names = "--force", description = "Replace a file that exists already.")
  private boolean force;

  /** Of these only one can be given. */
  static final class Place {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write to this file.")
    private @Nullable Path file;

    @Option(
        names = "--output-dir",
        paramLabel = "DIR",
        description = "Write into this directory, which exists.")
    private @Nullable Path directory;
  }

  Optional<Path> file() {
    return Optional.ofNullable(place).map(chosen -> chosen.file);
  }

  Optional<Path> directory() {
    return Optional.ofNullable(place).map(chosen -> chosen.directory);
  }

  boolean force() {
    return force;
  }

  /**
   * Checks that this file may be written.
   *
   * @throws CommandFailure if it exists and nobody said --force, or cannot be written
   */
  void check(Path target) {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(target)) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "Cannot write " + target + ": it is a directory; use --output-dir to write into it.");
    }
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "Cannot write " + target + ": there is no directory " + directory + "; create it first.");
    }
    if (!Files.isWritable(directory)) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "Cannot write " + target + ": the directory " + directory + " is read-only.");
    }
    if (Files.exists(target) && !force) {
      throw OutputFailures.exists(target);
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new CommandFailure(
          ExitCode.OUTPUT, "Cannot write " + target + ": it is not an ordinary file.");
    }
  }
}
