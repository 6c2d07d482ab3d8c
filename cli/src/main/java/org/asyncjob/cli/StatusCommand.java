package org.asyncjob.cli;

import java.util.concurrent.Callable;
import org.asyncjob.cli.progress.Durations;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Asks once. */
@Command(
    name = "status",
    description = {
      "Say where a job stands.",
      "The exit code is 0 whatever the status is; use wait to have it tell success from failure."
    })
final class StatusCommand implements Callable<Integer> {

  @ParentCommand private Mp4ToMp3 mp4tomp3;

  @Mixin private JobParameter job = new JobParameter();

  @Override
  public Integer call() throws InterruptedException {
    try (AsyncJobClient client = mp4tomp3.client()) {
      RemoteJob answer = client.status(mp4tomp3.server().job(job.text()));
      mp4tomp3.report().result(sentence(answer), RemoteOutcome.members(answer));
    }
    return ExitCode.OK.code();
  }

  private static String sentence(RemoteJob job) {
    StringBuilder line = new StringBuilder(job.status().word());
    if (!job.status().isFinished()) {
      line.append(' ').append(job.progress().percent()).append(" %");
      job.progress()
          .remaining()
          .ifPresent(left -> line.append(", ").append(Durations.forPeople(left)).append(" left"));
      if (job.progress().cancelRequested()) {
        line.append(", being cancelled");
      }
    }
    job.result().ifPresent(result -> line.append(": ").append(result));
    job.warnings().forEach(warning -> line.append(System.lineSeparator()).append(warning));
    job.failure().ifPresent(failure -> line.append(": ").append(failure.error()));
    return line.toString();
  }
}
