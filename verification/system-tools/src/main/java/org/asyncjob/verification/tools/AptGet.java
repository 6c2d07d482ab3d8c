package org.asyncjob.verification.tools;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Installs Debian packages, one at a time on this machine. */
final class AptGet {
  static final Path SHARED_LOCK =
      Path.of(System.getProperty("java.io.tmpdir"), "asyncjob-apt-get.lock");

  private static final int LIMIT_MINUTES = 15;
  private static final int SHOWN_CHARACTERS = 2000;
  // A FileLock keeps other processes out, but throws when a second thread of this one asks.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path executable;
  private final Path lockFile;

  AptGet(Path executable, Path lockFile) {
    this.executable = executable;
    this.lockFile = lockFile;
  }

  /** Installs the package unless, once it is our turn, somebody else has done so. */
  void install(String debianPackage, BooleanSupplier isThere) throws IOException {
    THREADS.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || isThere.getAsBoolean()) {
        return;
      }
      List<String> install = List.of("install", "--no-install-recommends", debianPackage);
      if (run(install).isEmpty()) {
        return;
      }
      // A fresh container has no package lists, an old one has stale ones; both look the same here.
      failIfAny(run(List.of("update")));
      failIfAny(run(install));
    } finally {
      THREADS.unlock();
    }
  }

  private static void failIfAny(String complaint) throws IOException {
    if (!complaint.isEmpty()) {
      throw new IOException(complaint);
    }
  }

  /** Returns what it said if it failed, else nothing. */
  private String run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(List.of("-y", "-q", "-o", "DPkg::Lock::Timeout=300"));
    command.addAll(arguments);
    Path log = Files.createTempFile("asyncjob-apt-get", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      int exitCode = waitFor(builder.start());
      return exitCode == 0
          ? ""
          : "\"%s\" ended with %d:%n%s".formatted(String.join(" ", command), exitCode, end(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static int waitFor(Process process) throws IOException {
    try {
      if (process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new IOException("apt-get took longer than " + LIMIT_MINUTES + " minutes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while apt-get ran");
    } finally {
      process.destroy();
    }
  }

  private static String end(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - SHOWN_CHARACTERS));
  }
}
