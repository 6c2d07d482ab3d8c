package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The embedded ffmpeg in a directory of its own. It appears there in one step, by a rename, so
 * whoever sees the directory sees all of it.
 *
 * <p>What was unpacked carries a fixed time of modification. Size and time of each file tell at
 * every start, in no time, that nobody has touched them since they were checked byte for byte.
 */
final class UnpackedFfmpeg {
  private static final FileTime UNTOUCHED = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

  private final Path cacheDirectory;
  private final String name;
  private final EmbeddedFfmpeg embedded;

  UnpackedFfmpeg(Path cacheDirectory, String name, EmbeddedFfmpeg embedded) {
    this.cacheDirectory = cacheDirectory;
    this.name = name;
    this.embedded = embedded;
  }

  /** Returns the unpacked ffmpeg, unpacking it if it is not there or not as it was left. */
  Candidate candidate() throws IOException, InterruptedException {
    if (!isUntouched()) {
      try (CacheLock lock = lock()) {
        lock.requireHeld();
        if (!isUntouched()) {
          unpack();
        }
      }
    }
    return embedded.candidate(directory(), stubs(directory()));
  }

  /**
   * Reads every byte and unpacks anew what is damaged.
   *
   * @return whether anything was
   */
  boolean repair() throws IOException, InterruptedException {
    try (CacheLock lock = lock()) {
      lock.requireHeld();
      if (isIntact()) {
        return false;
      }
      unpack();
      return true;
    }
  }

  Path directory() {
    return cacheDirectory.resolve(name);
  }

  private static Path stubs(Path directory) {
    return directory.resolve("stubs");
  }

  private CacheLock lock() throws IOException, InterruptedException {
    return CacheLock.acquire(cacheDirectory.resolve(name + ".lock"));
  }

  private boolean isUntouched() throws IOException {
    for (EmbeddedManifest.Entry entry : embedded.manifest().files()) {
      if (!isUntouched(directory().resolve(entry.name()), entry.size())) {
        return false;
      }
    }
    for (StubLibrary stub : embedded.manifest().stubs()) {
      Path file = stubs(directory()).resolve(stub.name());
      byte[] expected = embedded.bytes(stub);
      if (!isUntouched(file, expected.length)
          || !Arrays.equals(expected, Files.readAllBytes(file))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUntouched(Path file, long size) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.size() == size && attributes.lastModifiedTime().equals(UNTOUCHED);
  }

  private boolean isIntact() throws IOException {
    if (!isUntouched()) {
      return false;
    }
    for (EmbeddedManifest.Entry entry : embedded.manifest().files()) {
      try (InputStream content = Files.newInputStream(directory().resolve(entry.name()))) {
        if (!sha256(content).equals(entry.sha256())) {
          return false;
        }
      }
    }
    return true;
  }

  private void unpack() throws IOException {
    String prefix = "." + name + ".partial-";
    DirectoryTree.deleteAll(
        cacheDirectory, prefix); // left by one that was killed; we have the lock
    Path partial = Files.createTempDirectory(cacheDirectory, prefix);
    try {
      for (EmbeddedManifest.Entry entry : embedded.manifest().files()) {
        unpack(entry, partial.resolve(entry.name()));
      }
      Files.createDirectory(stubs(partial));
      for (StubLibrary stub : embedded.manifest().stubs()) {
        Path file = stubs(partial).resolve(stub.name());
        Files.write(file, embedded.bytes(stub));
        Files.setLastModifiedTime(file, UNTOUCHED);
      }
      DirectoryTree.delete(directory());
      Files.move(partial, directory(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      DirectoryTree.delete(partial);
    }
  }

  private void unpack(EmbeddedManifest.Entry entry, Path file) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream content = new DigestInputStream(embedded.open(entry.name()), digest)) {
      Files.copy(content, file);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(entry.sha256())) {
      throw new IOException(
          "\"%s\" on the class path is not the one of version %s: its SHA-256 is %s, expected %s"
              .formatted(entry.name(), embedded.version(), found, entry.sha256()));
    }
    if (embedded.isProgram(entry.name()) && !file.toFile().setExecutable(true)) {
      throw new IOException("cannot make \"%s\" executable".formatted(file));
    }
    Files.setLastModifiedTime(file, UNTOUCHED);
  }

  private static String sha256(InputStream content) throws IOException {
    MessageDigest digest = newSha256();
    byte[] buffer = new byte[1 << 16];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
