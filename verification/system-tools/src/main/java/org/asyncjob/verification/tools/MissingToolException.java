package org.asyncjob.verification.tools;

/** A tool that judges our results is not on this machine and could not be installed. */
public final class MissingToolException extends RuntimeException {
  MissingToolException(String message) {
    super(message);
  }

  MissingToolException(String message, Throwable cause) {
    super(message, cause);
  }
}
