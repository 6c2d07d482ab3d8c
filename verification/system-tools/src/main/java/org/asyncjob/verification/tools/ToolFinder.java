package org.asyncjob.verification.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks a command up and, where it is missing, has Debian's package of it installed. */
final class ToolFinder {
  private static final Path SELF = Path.of("/proc/self");

  private final SearchPath searchPath;

  ToolFinder(SearchPath searchPath) {
    this.searchPath = searchPath;
  }

  Path find(String command, String debianPackage) {
    return searchPath.find(command).orElseGet(() -> installed(command, debianPackage));
  }

  private Path installed(String command, String debianPackage) {
    Optional<Path> aptGet = searchPath.find("apt-get");
    if (aptGet.isEmpty()) {
      throw missing(command, debianPackage, "there is no apt-get to install it with");
    }
    if (!isRoot()) {
      throw missing(command, debianPackage, "only root may install it");
    }
    try {
      new AptGet(aptGet.get(), AptGet.SHARED_LOCK)
          .install(debianPackage, () -> searchPath.find(command).isPresent());
    } catch (IOException e) {
      throw new MissingToolException(
          text(command, debianPackage, "installing it failed: " + e.getMessage()), e);
    }
    return searchPath
        .find(command)
        .orElseThrow(() -> missing(command, debianPackage, "its package does not contain it"));
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static MissingToolException missing(String command, String debianPackage, String why) {
    return new MissingToolException(text(command, debianPackage, why));
  }

  private static String text(String command, String debianPackage, String why) {
    return ("this test is judged by \"%s\", which is not on the PATH, and %s;"
            + " install it by hand (Debian: apt-get install %s)")
        .formatted(command, why, debianPackage);
  }
}
