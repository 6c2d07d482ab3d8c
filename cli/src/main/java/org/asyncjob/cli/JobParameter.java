package org.asyncjob.cli;

import picocli.CommandLine.Parameters;

/** The job that a command is about. */
final class JobParameter {

  @Parameters(
      paramLabel = "URL|ID",
      description = "The job's address, or with --server its id alone.")
  private String job;

  String text() {
    return job;
  }
}
