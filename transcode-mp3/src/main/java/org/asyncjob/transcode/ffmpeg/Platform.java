package org.asyncjob.transcode.ffmpeg;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An operating system on a processor, as the classifiers of {@code org.bytedeco:ffmpeg} name them.
 */
record Platform(String system, String processor) {
  static final String WINDOWS = "windows";
  static final String MAC = "macosx";

  static Platform ofThisMachine() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String system =
        name.startsWith("mac") ? MAC : name.startsWith(WINDOWS) ? WINDOWS : name.replace(' ', '-');
    return switch (osArch) {
      case "amd64" -> new Platform(system, "x86_64");
      case "aarch64" -> new Platform(system, "arm64");
      default -> new Platform(system, osArch);
    };
  }

  String classifier() {
    return system + "-" + processor;
  }

  String executable(String command) {
    return system.equals(WINDOWS) ? command + ".exe" : command;
  }

  /**
   * Returns what the system's loader needs in order to look for shared libraries in these
   * directories too, and to bind their functions only when they are called.
   */
  Map<String, String> loaderEnvironment(List<Path> directories) {
    String searchPath =
        directories.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return switch (system) {
      case WINDOWS -> Map.of(); // it looks beside the program
      case MAC -> Map.of("DYLD_LIBRARY_PATH", searchPath);
      default -> Map.of("LD_LIBRARY_PATH", searchPath, "LD_BIND_NOW", "");
    };
  }
}
