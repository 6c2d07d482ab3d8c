package org.asyncjob.s3;

import java.io.IOException;

/** The object store does not know this request at all. */
final class NotOfferedException extends IOException {

  private static final long serialVersionUID = 1L;

  NotOfferedException(String message, Throwable cause) {
    super(message, cause);
  }
}
