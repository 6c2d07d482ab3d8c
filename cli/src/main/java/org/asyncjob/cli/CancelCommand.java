package org.asyncjob.cli;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Ends a job. */
@Command(
    name = "cancel",
    description = {
      "Cancel a job.",
      "A job that is finished already is left alone, unless --discard is given."
    })
final class CancelCommand implements Callable<Integer> {

  @ParentCommand private Mp4ToMp3 mp4tomp3;

  @Mixin private JobParameter job = new JobParameter();

  @Option(
      names = "--discard",
      description = "Delete a finished job, and its result, from the server.")
  private boolean discard;

  @Override
  public Integer call() throws InterruptedException {
    URI address = mp4tomp3.server().job(job.text());
    try (AsyncJobClient client = mp4tomp3.client()) {
      RemoteJob before = client.status(address);
      Optional<RemoteJob> after = discard ? client.discard(address) : client.cancel(address);
      if (!discard && after.filter(job -> job.status().isFinished()).isPresent()) {
        throw new CommandFailure(
            ExitCode.UNFINISHED,
            "The job is finished already ("
                + after.get().status().word()
                + "); use --discard to delete it from the server.");
      }
      Map<String, Object> members =
          new LinkedHashMap<>(RemoteOutcome.members(after.orElse(before)));
      members.put("discarded", after.isEmpty());
      mp4tomp3
          .report()
          .result(after.isEmpty() ? "The job is deleted." : "The job is being cancelled.", members);
    }
    return ExitCode.OK.code();
  }
}
