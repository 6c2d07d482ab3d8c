package org.asyncjob.engine;

import org.asyncjob.BlobStoreFullException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobStoreFullException;

/** What a submitter is told of an exception that its handler did not mean for them. */
final class Mishaps {

  private static final JobFailure UNEXPECTED =
      new JobFailure(
          "internal-error",
          "Internal error",
          "Something went wrong on our side; the operator's log has the details.");

  private static final JobFailure NO_SPACE =
      new JobFailure(
          "no-space",
          "No space",
          "The service has no space left for what this job makes; try again later.");

  private static final JobFailure STORE_UNREACHABLE =
      new JobFailure(
          "store-unreachable",
          "Store unreachable",
          "The service could not reach its store while it worked on this; submit it again later.");

  private static final int DEEPEST = 50;

  private Mishaps() {}

  /** What handlers wrap in exceptions of their own counts as well. */
  static JobFailure failure(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof BlobStoreFullException || cause instanceof JobStoreFullException) {
        return NO_SPACE;
      }
      if (cause instanceof CorruptedInputException) {
        return CorruptedInputException.FAILURE;
      }
      if (cause instanceof BlobStoreTrouble) {
        return STORE_UNREACHABLE;
      }
      cause = cause.getCause();
    }
    return UNEXPECTED;
  }
}
