package org.asyncjob.client;

/** The answer is none that a server of this kind gives; somebody else may be answering. */
public final class UnexpectedAnswerException extends JobServerException {

  private static final long serialVersionUID = 1L;

  UnexpectedAnswerException(String message) {
    super(message);
  }
}
