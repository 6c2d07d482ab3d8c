package org.asyncjob.verification.tools;

import java.nio.file.Path;

/**
 * An independent program that judges what our tests produced: {@code SystemTool.MP3VAL.path()}.
 *
 * <p>A tool that is missing is installed where that is possible (Debian, as root). Where it is not,
 * the test that asked fails: a judge that stayed away must not show green.
 */
public enum SystemTool {
  /** Checks the structure of an MP3 file, frame by frame. */
  MP3VAL("mp3val", "mp3val"),
  /** Decodes an MP3 file; {@code -t} does so without playing it. */
  MPG123("mpg123", "mpg123"),
  /** A real browser; needs {@code --no-sandbox} when run as root. */
  CHROMIUM("chromium", "chromium"),
  /** Drives {@link #CHROMIUM} by WebDriver. */
  CHROMEDRIVER("chromedriver", "chromium-driver"),
  /** An HTTP client that is not ours. */
  CURL("curl", "curl"),
  /** Makes system calls slow, or fail. */
  STRACE("strace", "strace"),
  /** Loads an HTTP server, with a script in Lua where that is needed. */
  WRK("wrk", "wrk"),
  /** Runs a program whose system calls fail where it is told so. */
  FIU_RUN("fiu-run", "fiu-utils");

  private final String command;
  private final String debianPackage;

  SystemTool(String command, String debianPackage) {
    this.command = command;
    this.debianPackage = debianPackage;
  }

  /**
   * Returns the executable, installing it first if that is needed and possible; this may take
   * minutes. Safe for many threads and many processes.
   *
   * @throws MissingToolException if it is neither there nor can be installed; says what to do
   */
  public Path path() {
    return new ToolFinder(SearchPath.ofThisProcess()).find(command, debianPackage);
  }
}
