package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a user's caches belong, as the platform has it.
 *
 * @param environment the variables that say so
 * @param temporary where temporary files go, maybe other users' too
 */
record CacheDirectories(Platform platform, Map<String, String> environment, Path temporary) {
  private static final String NAME = "asyncjob";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  static CacheDirectories ofThisProcess(Platform platform) {
    return new CacheDirectories(
        platform, System.getenv(), Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Returns the places to try, the first to be preferred. */
  List<CachePlace> places() {
    return List.of(this::createOfUser, this::createPrivateTemporary);
  }

  /** Returns the user's own; it may not exist yet. Empty if the environment does not name one. */
  Optional<Path> ofUser() {
    Optional<Path> parent =
        switch (platform.system()) {
          case Platform.WINDOWS -> variable("LOCALAPPDATA");
          case Platform.MAC -> variable("HOME").map(home -> home.resolve("Library/Caches"));
          default ->
              variable("XDG_CACHE_HOME")
                  .or(() -> variable("HOME").map(home -> home.resolve(".cache")));
        };
    return parent.map(directory -> directory.resolve(NAME));
  }

  private Path createOfUser() throws IOException {
    return create(
        ofUser().orElseThrow(() -> new IOException("the environment names no home directory")));
  }

  /** Creates it, readable by its owner alone, if it is not there. */
  static Path create(Path directory) throws IOException {
    return Files.createDirectories(directory, ownerOnly(directory));
  }

  /**
   * Returns one that no other user can write to, though it lies where they can.
   *
   * @throws IOException if somebody else was there first
   */
  Path createPrivateTemporary() throws IOException {
    UserPrincipal user = currentUser();
    String name = "%s-%s".formatted(NAME, user.getName().replaceAll("[^A-Za-z0-9._-]", "_"));
    Path directory = temporary.resolve(name);
    try {
      return Files.createDirectory(directory, ownerOnly(temporary));
    } catch (FileAlreadyExistsException e) {
      requirePrivate(directory, user);
      return directory;
    }
  }

  private UserPrincipal currentUser() throws IOException {
    Path probe = Files.createTempFile(temporary, NAME, ".owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static void requirePrivate(Path directory, UserPrincipal user) throws IOException {
    boolean isPrivate =
        Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user)
            && (!isPosix(directory) || Files.getPosixFilePermissions(directory).equals(OWNER_ONLY));
    if (!isPrivate) {
      throw new IOException(
          "\"%s\" is not a directory of \"%s\" that nobody else can enter; remove it"
              .formatted(directory, user.getName()));
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
