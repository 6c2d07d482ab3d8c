package org.asyncjob.client;

/** Why a server could not do what it was asked for; the message is one sentence for a person. */
public abstract sealed class JobServerException extends RuntimeException
    permits ServerUnreachableException,
        ServerBusyException,
        RequestRefusedException,
        UnexpectedAnswerException {

  private static final long serialVersionUID = 1L;

  JobServerException(String message) {
    super(message);
  }

  JobServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
