package org.asyncjob.cli;

import java.util.concurrent.Callable;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Asks until there is nothing more to wait for. */
@Command(
    name = "wait",
    description = {
      "Wait until a job is finished.",
      "The address of the result goes to standard output. Ctrl-C ends the waiting, not the job."
    })
final class WaitCommand implements Callable<Integer> {

  @ParentCommand private Mp4ToMp3 mp4tomp3;

  @Mixin private JobParameter job = new JobParameter();

  @Override
  public Integer call() throws InterruptedException {
    Report report = mp4tomp3.report();
    try (AsyncJobClient client = mp4tomp3.client()) {
      RemoteJob answer = client.status(mp4tomp3.server().job(job.text()));
      try (ProgressView progress = report.progress(answer.id())) {
        answer = client.await(answer, latest -> RemoteProgressView.show(latest, progress));
      }
      report.warnings(answer.id(), answer.warnings());
      report.result(RemoteOutcome.result(answer).toString(), RemoteOutcome.members(answer));
    }
    return ExitCode.OK.code();
  }
}
