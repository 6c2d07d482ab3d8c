package org.asyncjob.transcode.parallel;

import java.io.IOException;

/**
 * Two segments cannot be joined: at no frame they have in common does the reservoir of the first
 * have room for what the second has put there. The same audio always ends so.
 */
public final class NoSeamException extends IOException {

  private static final long serialVersionUID = 1L;

  NoSeamException(String message) {
    super(message);
  }
}
