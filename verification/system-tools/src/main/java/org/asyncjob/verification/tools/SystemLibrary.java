package org.asyncjob.verification.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A shared library of the system that tests load: {@code SystemLibrary.LAME.require()}. */
public enum SystemLibrary {
  /** Encodes MP3. */
  LAME("libmp3lame.so.0", "libmp3lame0");

  private static final Path ROOT = Path.of("/usr/lib");

  private final String fileName;
  private final String debianPackage;

  SystemLibrary(String fileName, String debianPackage) {
    this.fileName = fileName;
    this.debianPackage = debianPackage;
  }

  /**
   * Installs it, unless it is there. Safe for many threads and many processes.
   *
   * @throws MissingToolException if it is neither there nor can be installed; says what to do
   */
  public void require() {
    if (isThere()) {
      return;
    }
    Path aptGet =
        SearchPath.ofThisProcess().find("apt-get").orElseThrow(() -> missing("no apt-get", null));
    try {
      new AptGet(aptGet, AptGet.SHARED_LOCK).install(debianPackage, this::isThere);
    } catch (IOException e) {
      throw missing("installing it failed", e);
    }
  }

  private boolean isThere() {
    try (Stream<Path> directories = Files.list(ROOT)) {
      return Stream.concat(Stream.of(ROOT), directories)
          .anyMatch(directory -> Files.exists(directory.resolve(fileName)));
    } catch (IOException e) {
      return false;
    }
  }

  private MissingToolException missing(String why, @Nullable Throwable e) {
    String text =
        "this test loads \"%s\", which is not there: %s; install it by hand (apt-get install %s)"
            .formatted(fileName, why, debianPackage);
    return e == null ? new MissingToolException(text) : new MissingToolException(text, e);
  }
}
