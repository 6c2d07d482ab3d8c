package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.asyncjob.AsyncJobException;
import org.asyncjob.EngineClosedException;
import org.asyncjob.IdempotencyKeyReusedException;
import org.asyncjob.InputTooLargeException;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.QueueFullException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.UploadMissingException;
import org.asyncjob.UploadUsedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from our exceptions to HTTP. */
final class AsyncJobExceptionMapper implements ExceptionMapper<AsyncJobException> {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncJobExceptionMapper.class);
  private static final int UNPROCESSABLE_CONTENT = 422;
  private static final int RESTART_SECONDS = 10;

  @Override
  public Response toResponse(AsyncJobException exception) {
    return response(exception).build();
  }

  // A chain instead of a switch on patterns, which Java 17 does not have.
  private static ResponseBuilder response(AsyncJobException exception) {
    String detail = String.valueOf(exception.getMessage());
    if (exception instanceof MalformedRequestException) {
      return Problem.of(Status.BAD_REQUEST, "malformed-request", "Malformed request", detail)
          .response();
    }
    if (exception instanceof UnacceptableRequestException) {
      return Problem.of(
              Statuses.of(UNPROCESSABLE_CONTENT, "Unprocessable Content"),
              "unacceptable-request",
              "Unacceptable request",
              detail)
          .response();
    }
    if (exception instanceof IdempotencyKeyReusedException) {
      return Problem.of(
              Statuses.of(UNPROCESSABLE_CONTENT, "Unprocessable Content"),
              "idempotency-key-reused",
              "Idempotency key reused",
              detail)
          .response();
    }
    if (exception instanceof UploadMissingException) {
      return Problem.of(
              Statuses.of(UNPROCESSABLE_CONTENT, "Unprocessable Content"),
              "upload-missing",
              "Upload missing",
              detail)
          .response();
    }
    if (exception instanceof UploadUsedException) {
      return Problem.of(Status.CONFLICT, "upload-used", "Upload used", detail).response();
    }
    if (exception instanceof InputTooLargeException tooLarge) {
      Problem problem =
          Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, "input-too-large", "Input too large", detail);
      return problem.response(problem.json().put("limit_bytes", tooLarge.limit()));
    }
    if (exception instanceof QueueFullException full) {
      return unavailable("queue-full", "Queue full", detail)
          .header(HttpHeaders.RETRY_AFTER, full.retryAfter().toSeconds());
    }
    if (exception instanceof EngineClosedException) {
      return unavailable("shutting-down", "Shutting down", detail)
          .header(HttpHeaders.RETRY_AFTER, RESTART_SECONDS);
    }
    if (exception instanceof JobStoreFullException) {
      LOG.error("the job store is full", exception);
      return Problem.noSpace("The service has no space left for another job. Try again later.")
          .response();
    }
    if (exception instanceof JobStoreException) {
      LOG.error("the job store does not answer", exception);
      return Problem.storeUnreachable();
    }
    throw new AssertionError("AsyncJobException is sealed; this one is new: " + exception);
  }

  private static ResponseBuilder unavailable(String name, String title, String detail) {
    return Problem.of(Status.SERVICE_UNAVAILABLE, name, title, detail).response();
  }
}
