package org.asyncjob.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes in memory, which is easily filled. */
final class SmallDisk implements AutoCloseable {

  private static final int PIECE = 4096;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one.
   *
   * @throws NotPermittedException if this process may not mount anything
   */
  static SmallDisk mount(Path directory, int megabytes) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    run(
        List.of(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + megabytes + "m",
            "tmpfs",
            directory.toString()));
    return new SmallDisk(directory);
  }

  Path directory() {
    return directory;
  }

  /** Fills it to the last byte. */
  void fill() throws IOException {
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      byte[] piece = new byte[PIECE];
      while (true) {
        ballast.write(piece);
      }
    } catch (IOException e) {
      if (directory.toFile().getUsableSpace() > PIECE) {
        throw e;
      }
    }
  }

  /** Makes room again. */
  void empty() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    try {
      run(List.of("umount", "--lazy", directory.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new NotPermittedException(
          String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
    }
  }

  /** Nothing can be mounted here; that takes root, and a container that allows it. */
  static final class NotPermittedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotPermittedException(String message) {
      super(message);
    }
  }
}
