package org.asyncjob.app;

import java.nio.file.Path;
import java.util.Optional;

/** The default place for data that should outlive the process (XDG base directories, 0.8). */
final class StateDirectory {

  private StateDirectory() {}

  static Path ofThisUser() {
    Path base =
        Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
            .filter(directory -> !directory.isBlank())
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
    return base.resolve("mp4tomp3");
  }
}
