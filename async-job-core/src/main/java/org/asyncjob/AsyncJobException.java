package org.asyncjob;

import org.jspecify.annotations.Nullable;

/** Why the engine does not do what it was asked. Each subclass is one answer over HTTP. */
public abstract sealed class AsyncJobException extends RuntimeException
    permits MalformedRequestException,
        UnacceptableRequestException,
        IdempotencyKeyReusedException,
        InputTooLargeException,
        UploadMissingException,
        UploadUsedException,
        QueueFullException,
        EngineClosedException,
        JobStoreException {

  private static final long serialVersionUID = 1L;

  AsyncJobException(String message) {
    super(message);
  }

  AsyncJobException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
