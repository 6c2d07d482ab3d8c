package org.asyncjob.cli;

import java.util.concurrent.Callable;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.transcode.Mp3Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Hands a file to a server. */
@Command(
    name = "submit",
    description = {
      "Hand a file to a server, and do not wait for it.",
      "The address of the job goes to standard output."
    })
final class SubmitCommand implements Callable<Integer> {

  @ParentCommand private Mp4ToMp3 mp4tomp3;

  @Parameters(paramLabel = "FILE|URL", description = "An MP4 file, or a link to one.")
  private String file;

  @Mixin private EncodingOptions encoding = new EncodingOptions();

  @Override
  public Integer call() throws InterruptedException {
    Report report = mp4tomp3.report();
    Mp3Options options = encoding.checked();
    Input input = new Input(file);
    Inputs.check(input);
    ServerAddress server = mp4tomp3.server();
    try (RemoteConverter converter = new RemoteConverter(server, mp4tomp3.client(), report)) {
      RemoteJob job;
      try (ProgressView progress = report.progress(input.name())) {
        job = converter.submit(input, options, progress);
      }
      report.result(job.url().toString(), RemoteOutcome.members(job));
    }
    return ExitCode.OK.code();
  }
}
