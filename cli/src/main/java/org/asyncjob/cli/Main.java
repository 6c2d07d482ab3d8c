package org.asyncjob.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncjob.app.Settings;
import org.asyncjob.client.JobServerException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command {@code mp4tomp3}. Exit codes are listed by {@code mp4tomp3 --help}. */
public final class Main {

  private Main() {}

  /** Does what the arguments say and ends the JVM. */
  public static void main(String... arguments) {
    System.exit(Interruption.whileWorking(() -> run(System.out, System.err, arguments)));
  }

  /**
   * Does what the arguments say.
   *
   * @param out for results
   * @param err for everything else
   * @return the exit code
   */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return commandLine(out, err).execute(arguments);
  }

  static CommandLine commandLine(PrintStream out, PrintStream err) {
    Mp4ToMp3 mp4tomp3 = new Mp4ToMp3(out, err);
    CommandLine commandLine =
        new CommandLine(mp4tomp3)
            .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
            .setErr(new PrintWriter(err, true, Charset.defaultCharset()))
            .setParameterExceptionHandler((failure, args) -> misused(failure, err))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> failed(failure, mp4tomp3.report()));
    Settings.provideDefaults(commandLine.getSubcommands().get("serve"));
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode exitCode : ExitCode.values()) {
      exitCodes.put(" " + exitCode.code(), exitCode.meaning());
    }
    commandLine
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes);
    return commandLine;
  }

  private static int misused(ParameterException failure, PrintStream err) {
    CommandLine command = failure.getCommandLine();
    err.println("mp4tomp3: " + failure.getMessage());
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code();
  }

  private static int failed(Exception failure, Report report) {
    if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      report.failure(
          "Interrupted.",
          Map.of("error", "Interrupted.", "exit_code", ExitCode.INTERRUPTED.code()));
      return ExitCode.INTERRUPTED.code();
    }
    if (failure instanceof JobServerException server) {
      return failed(ServerFailures.asCommandFailure(server), report);
    }
    if (failure instanceof CommandFailure command) {
      report.failure(command.getMessage(), command.members());
      return command.exitCode().code();
    }
    report.failure(
        "This is a fault of the program: " + failure + "; use --verbose to see where.",
        Map.of("error", failure.toString(), "exit_code", ExitCode.INTERNAL.code()));
    Arrays.stream(failure.getStackTrace()).forEach(frame -> report.detail("\tat " + frame));
    return ExitCode.INTERNAL.code();
  }
}
