package org.asyncjob.cli;

/** What the process ends with. The numbers are a promise to scripts. */
enum ExitCode {
  OK(0, "done"),
  FAILED(1, "a job failed, or its input cannot be used"),
  USAGE(2, "the command line is wrong"),
  SERVER(3, "the server cannot be reached, refuses, or does not know the job"),
  OUTPUT(4, "the output exists already (see --force) or cannot be written"),
  CANCELED(5, "the job was cancelled on the server"),
  UNFINISHED(6, "the job is not finished yet (download), or is finished already (cancel)"),
  NO_FFMPEG(7, "no ffmpeg works on this machine"),
  INTERNAL(70, "a fault of this program"),
  INTERRUPTED(130, "interrupted by Ctrl-C (143: by SIGTERM); the job was cancelled");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }
}
