package org.asyncjob.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.asyncjob.client.AsyncJobClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that all others are part of. */
@Command(
    name = "mp4tomp3",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Makes MP3 files of the sound of MP4 files, here or on a server.",
    subcommands = {
      ConvertCommand.class,
      SubmitCommand.class,
      StatusCommand.class,
      WaitCommand.class,
      DownloadCommand.class,
      CancelCommand.class,
      ServeCommand.class
    })
final class Mp4ToMp3 implements Runnable {

  private final PrintStream out;
  private final PrintStream err;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Spec private CommandSpec spec;

  Mp4ToMp3(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Called when no command is given. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: "
            + String.join(", ", spec.subcommands().keySet())
            + "; for example: mp4tomp3 convert clip.mp4");
  }

  Report report() {
    return new Report(out, err, options);
  }

  ServerAddress server() {
    return new ServerAddress(options.server == null ? "" : options.server.strip());
  }

  AsyncJobClient client() {
    return AsyncJobClient.builder()
        .patience(Duration.ofSeconds(Math.max(0, options.patience)))
        .build();
  }
}
