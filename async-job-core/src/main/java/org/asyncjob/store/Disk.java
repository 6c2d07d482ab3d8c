package org.asyncjob.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.asyncjob.BlobStoreFullException;

/** What Java does not say about disks: whether one is full, and how a directory is made durable. */
final class Disk {

  private static final List<String> FULL =
      List.of(
          "no space left on device", "quota exceeded", "not enough space on the disk", "disk full");

  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private Disk() {}

  /** Makes what was created, renamed and deleted in a directory survive a loss of power. */
  static void forceDirectory(Path directory) throws IOException {
    if (WINDOWS) {
      return; // There, a directory cannot be opened, and NTFS logs its changes itself.
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Returns the exception to throw for one that writing to a directory has met.
   *
   * @param needed how many bytes were to be written
   */
  static IOException named(IOException met, Path directory, long needed) {
    if (met instanceof BlobStoreFullException) {
      return met;
    }
    return saysFull(met) || isFull(directory, needed) ? new BlobStoreFullException(met) : met;
  }

  /** Takes a step back after a failure; a second failure is recorded with the first. */
  static void undo(IOException met, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      met.addSuppressed(e);
    }
  }

  private static boolean saysFull(IOException met) {
    String said = met instanceof FileSystemException file ? file.getReason() : met.getMessage();
    String reason = String.valueOf(said).toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(reason::contains);
  }

  /** The words of the operating system depend on its language; the number of bytes does not. */
  private static boolean isFull(Path directory, long needed) {
    try {
      return Files.getFileStore(directory).getUsableSpace() < needed;
    } catch (IOException e) {
      return false;
    }
  }

  /** A step that can fail. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }
}
