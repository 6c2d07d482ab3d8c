package org.asyncjob.engine;

import java.io.IOException;
import org.asyncjob.Blob;
import org.asyncjob.JobFailure;

/** The bytes of an input are not those that were submitted, or they are gone. */
final class CorruptedInputException extends IOException {

  static final JobFailure FAILURE =
      new JobFailure(
          "corrupted-input",
          "Corrupted input",
          "What was submitted has been damaged or lost on our side; submit it again.");

  private static final long serialVersionUID = 1L;

  CorruptedInputException(Blob blob, String what) {
    super(blob + " " + what);
  }
}
