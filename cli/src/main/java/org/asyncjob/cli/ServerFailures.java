package org.asyncjob.cli;

import java.util.Set;
import org.asyncjob.client.JobServerException;
import org.asyncjob.client.RequestRefusedException;

/** What it means for a command that the server cannot do something. */
final class ServerFailures {

  /** The answers that blame what was sent: options, size, media type, content. */
  private static final Set<Integer> ABOUT_THE_INPUT = Set.of(400, 413, 415, 422);

  private ServerFailures() {}

  static CommandFailure asCommandFailure(JobServerException failure) {
    if (failure instanceof RequestRefusedException refused) {
      return new CommandFailure(
          ABOUT_THE_INPUT.contains(refused.status()) ? ExitCode.FAILED : ExitCode.SERVER,
          refused.type(),
          Sentences.complete(refused.getMessage()),
          refused);
    }
    return new CommandFailure(ExitCode.SERVER, Sentences.complete(failure.getMessage()), failure);
  }
}
