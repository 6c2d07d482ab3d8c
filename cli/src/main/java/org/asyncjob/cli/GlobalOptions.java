package org.asyncjob.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
final class GlobalOptions {

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:MP4TOMP3_SERVER}",
      description =
          "The server to use, e.g. http://localhost:8080. Without it files are converted here."
              + " Default: the environment variable MP4TOMP3_SERVER.")
  @Nullable String server;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      scope = ScopeType.INHERIT,
      defaultValue = "120",
      description =
          "How long a busy server, or a connection lost while a job runs, is tried again."
              + " Default: ${DEFAULT-VALUE}.")
  int patience;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write one JSON object per job to standard output, and no progress.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Show no progress.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more, e.g. which ffmpeg is used and why.")
  boolean verbose;
}
