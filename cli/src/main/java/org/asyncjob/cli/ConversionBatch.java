package org.asyncjob.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncjob.client.JobServerException;
import org.asyncjob.client.ServerUnreachableException;

/** Goes on with the other files when one fails, and remembers the first failure. */
final class ConversionBatch {

  /** A part of the work on one file. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static final long MILLIS_FOR_INTERRUPTION_TO_ARRIVE = 100;

  private final Report report;
  private ExitCode firstFailure = ExitCode.OK;

  ConversionBatch(Report report) {
    this.report = report;
  }

  /**
   * Does it and reports a failure, unless that failure would meet every other file, too.
   *
   * @return whether it went well
   */
  boolean attempt(Conversion conversion, Step step) throws InterruptedException {
    try {
      step.run();
      return true;
    } catch (CommandFailure e) {
      failed(conversion, e);
    } catch (ServerUnreachableException e) {
      throw e;
    } catch (JobServerException e) {
      failed(conversion, ServerFailures.asCommandFailure(e));
    } catch (IOException e) {
      failed(
          conversion,
          new CommandFailure(
              ExitCode.FAILED, Sentences.complete(String.valueOf(e.getMessage())), e));
    }
    return false;
  }

  /** What the command ends with. */
  ExitCode exitCode() {
    return firstFailure;
  }

  private void failed(Conversion conversion, CommandFailure failure) throws InterruptedException {
    // Ctrl-C reaches ffmpeg, too, sometimes first: what looks like a failure may be the user's
    // wish.
    Thread.sleep(MILLIS_FOR_INTERRUPTION_TO_ARRIVE);
    firstFailure = firstFailure == ExitCode.OK ? failure.exitCode() : firstFailure;
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("input", conversion.input().toString());
    members.put("status", failure.exitCode() == ExitCode.CANCELED ? "Canceled" : "Failed");
    members.putAll(failure.members());
    report.failure(conversion.name() + ": " + failure.getMessage(), members);
  }
}
