package org.asyncjob.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.asyncjob.InputTooLargeException;

/**
 * Refuses a request body above the limit: at once by its Content-Length, otherwise at the first
 * byte too many, before anything that buffers it whole (a multipart reader) has read on.
 */
final class UploadLimitFilter implements ContainerRequestFilter {

  /** What boundaries, part headers and option parts of a multipart body may add to the file. */
  private static final long MULTIPART_OVERHEAD = 64 * 1024;

  private final long limit;

  UploadLimitFilter(long limit) {
    this.limit = limit;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    long cap = isMultipart(request) ? limit + MULTIPART_OVERHEAD : limit;
    if (contentLength(request) > cap) {
      throw new InputTooLargeException(limit);
    }
    request.setEntityStream(new CappedInputStream(request.getEntityStream(), cap, limit));
  }

  private static boolean isMultipart(ContainerRequestContext request) {
    MediaType type = request.getMediaType();
    return type != null && type.getType().equalsIgnoreCase("multipart");
  }

  /** {@code ContainerRequestContext.getLength} is an int and says -1 for what does not fit. */
  private static long contentLength(ContainerRequestContext request) {
    String field = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (field == null) {
      return -1;
    }
    try {
      return Long.parseLong(field.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
