package org.asyncjob.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that gets its name when it is complete. Until then, and after a failure, there is only a
 * hidden file beside it, which is gone once this is closed.
 */
final class CompleteFile implements AutoCloseable {

  private final Path target;
  private final boolean replace;
  private final Path temporary;

  private CompleteFile(Path target, boolean replace, Path temporary) {
    this.target = target;
    this.replace = replace;
    this.temporary = temporary;
  }

  /**
   * Creates the hidden file, which proves that the directory can be written.
   *
   * @param replace whether a file that has the name already is replaced
   */
  static CompleteFile of(Path target, boolean replace) {
    try {
      Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
      // Not createTempFile: what that makes is readable by its owner alone for ever.
      Path temporary = real.resolveSibling(".mp4tomp3-" + UUID.randomUUID() + ".part");
      Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW).close();
      return new CompleteFile(real, replace, temporary);
    } catch (IOException e) {
      throw OutputFailures.cannotWrite(target, e);
    }
  }

  /** Where to write. */
  Path temporary() {
    return temporary;
  }

  /** Gives the file its name, in one step. */
  void publish() {
    try {
      if (replace) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        publishUnlessThere();
      }
    } catch (FileAlreadyExistsException e) {
      throw OutputFailures.exists(target);
    } catch (IOException e) {
      throw OutputFailures.cannotWrite(target, e);
    }
  }

  /** Deletes what was not published. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.OUTPUT, "Cannot delete the unfinished file " + temporary + ".", e);
    }
  }

  /** A link fails if the name is taken; a move might replace what appeared a moment ago. */
  private void publishUnlessThere() throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException noLinksHere) {
      Files.move(temporary, target);
    }
  }
}
