package org.asyncjob.app;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.Optional;

/** Tells browsers to run and load nothing that is not ours. */
final class SecurityHeaders implements ContainerResponseFilter {

  private final String policy;

  /**
   * Creates them.
   *
   * @param results another origin that results are played from, if there is one
   */
  SecurityHeaders(Optional<URI> results) {
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " media-src 'self'"
            + results.map(origin -> " " + origin).orElse("")
            + "; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.putSingle("Content-Security-Policy", policy);
    headers.putSingle("X-Content-Type-Options", "nosniff");
    headers.putSingle("Referrer-Policy", "no-referrer");
  }
}
