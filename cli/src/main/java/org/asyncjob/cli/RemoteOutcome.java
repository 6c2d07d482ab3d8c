package org.asyncjob.cli;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncjob.client.RemoteFailure;
import org.asyncjob.client.RemoteJob;

/** What a job on a server came to. */
final class RemoteOutcome {

  private RemoteOutcome() {}

  /**
   * Where the result is.
   *
   * @throws CommandFailure if there is none
   */
  static URI result(RemoteJob job) {
    return switch (job.status()) {
      case SUCCEEDED -> job.result().orElseThrow();
      case FAILED -> throw failed(job.failure().orElseThrow());
      case CANCELED ->
          throw new CommandFailure(ExitCode.CANCELED, "The job was cancelled on the server.");
      case NOT_STARTED, RUNNING ->
          throw new CommandFailure(
              ExitCode.UNFINISHED,
              "The job is not finished yet ("
                  + job.progress().percent()
                  + " %); wait for it with: mp4tomp3 wait "
                  + job.url());
    };
  }

  /** What {@code --json} says about a job, in the words of the wire. */
  static Map<String, Object> members(RemoteJob job) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("url", job.url().toString());
    members.put("id", job.id());
    members.put("status", job.status().word());
    if (!job.status().isFinished()) {
      members.put("progress", job.progress().percent());
      members.put("phase", job.progress().phase());
      members.put("cancel_requested", job.progress().cancelRequested());
      job.progress()
          .remaining()
          .ifPresent(
              left -> members.put("estimated_time_to_complete", left.toSeconds() + " seconds"));
    }
    job.result().ifPresent(result -> members.put("result", result.toString()));
    Report.putWarnings(members, job.warnings());
    job.failure()
        .ifPresent(
            failure -> {
              members.put("error", failure.error());
              members.put("problem", failure.type());
            });
    return members;
  }

  private static CommandFailure failed(RemoteFailure failure) {
    String said =
        failure.detail().equals(failure.error())
            ? failure.error()
            : failure.error() + ": " + failure.detail();
    return new CommandFailure(ExitCode.FAILED, failure.type(), Sentences.complete(said), null);
  }
}
