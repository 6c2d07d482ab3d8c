package org.asyncjob.app;

import java.net.URISyntaxException;
import org.glassfish.grizzly.http.server.ErrorPageGenerator;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Grizzly's own errors, those that never reach JAX-RS, as problem details (RFC 9457). */
final class ProblemPage implements ErrorPageGenerator {

  private static final int BAD_REQUEST = 400;

  @Override
  public String generate(
      Request request,
      int status,
      String reasonPhrase,
      @Nullable String description,
      @Nullable Throwable exception) {
    Response response = request.getResponse();
    response.setContentType("application/problem+json");
    if (isMalformedAddress(exception)) {
      response.setStatus(BAD_REQUEST, "Bad Request");
      return """
          {"type":"about:blank","title":"Bad Request","status":400,\
          "detail":"The address or the Host of the request is malformed."}""";
    }
    return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
        .formatted(reasonPhrase, status);
  }

  /** Jersey's container reads it before there is anything that could map exceptions. */
  private static boolean isMalformedAddress(@Nullable Throwable exception) {
    for (Throwable t = exception; t != null; t = t.getCause()) {
      if (t instanceof URISyntaxException) {
        return true;
      }
    }
    return false;
  }
}
