package org.asyncjob.cli;

import java.util.concurrent.Callable;
import org.asyncjob.app.Main;
import org.asyncjob.app.ServeOptions;
import org.asyncjob.app.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the server, until this process is told to stop. */
@Command(
    name = "serve",
    description = {
      "Convert for others, over HTTP.",
      "The address that it listens on goes to standard output, in one line. Every option can also be"
          + " set in the environment (MP4TOMP3_DATA_DIR for --data-dir) or in the file of --config."
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() {
    try {
      Main.serve(options);
    } catch (StartException e) {
      throw new CommandFailure(ExitCode.SERVER, Sentences.complete(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK.code();
  }
}
