package org.asyncjob.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a command, or one of its files, with one sentence for the user and an exit code. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String problemType;

  CommandFailure(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
    this.problemType = "";
  }

  CommandFailure(ExitCode exitCode, String sentence, @Nullable Throwable cause) {
    this(exitCode, "", sentence, cause);
  }

  /** A failure that has a name for programs, too. */
  CommandFailure(
      ExitCode exitCode, String problemType, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
    this.problemType = problemType;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  /** What {@code --json} says about it. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", getMessage());
    if (!problemType.isEmpty()) {
      members.put("problem", problemType);
    }
    members.put("exit_code", exitCode.code());
    return members;
  }
}
