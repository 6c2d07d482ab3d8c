package org.asyncjob.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** {@code java -jar}: serves until the process is told to stop. */
@Command(
    name = "mp4tomp3-server",
    description = "Serves MP4 to MP3 conversion over HTTP, with a page for people at /.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Every option can also be set in the environment (MP4TOMP3_DATA_DIR for --data-dir), as a"
          + " system property (-Dmp4tomp3.data-dir) or in the file of --config (data-dir=...);"
          + " what stands first here wins."
    })
public final class Main implements Callable<Integer> {

  @Mixin private final ServeOptions options = new ServeOptions();

  @Spec private CommandLine.Model.CommandSpec spec;

  Main() {}

  /** Runs the command and exits: 143 after SIGTERM, 1 if it cannot start, 2 for a wrong flag. */
  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new Main());
    Settings.provideDefaults(commandLine);
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      serve(options);
      return 0;
    } catch (StartException e) {
      spec.commandLine().getErr().println("mp4tomp3: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Serves until the process is told to stop, and prints the URL on standard output.
   *
   * @throws StartException if it cannot start; the message tells the operator why and what to do
   */
  public static void serve(ServeOptions options) throws InterruptedException {
    Mp4ToMp3Server server = Mp4ToMp3Server.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    server.app().ffmpegReasons().forEach(reason -> System.err.println("mp4tomp3: " + reason));
    System.out.println(server.uri());
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
