package org.asyncjob.app;

import org.glassfish.grizzly.http.server.ErrorPageGenerator;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Grizzly's own errors, those that never reach JAX-RS, as problem details (RFC 9457). */
final class ProblemPage implements ErrorPageGenerator {

  @Override
  public String generate(
      Request request,
      int status,
      String reasonPhrase,
      @Nullable String description,
      @Nullable Throwable exception) {
    request.getResponse().setContentType("application/problem+json");
    return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
        .formatted(reasonPhrase, status);
  }
}
