package org.asyncjob.jaxrs;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/**
 * Lets scripts of other origins use job resources, and nothing else of the application (Fetch
 * standard, "CORS protocol"). Credentials are not allowed: who needs them sends a token.
 *
 * <p>It goes by paths, not by matched resources: runtimes answer OPTIONS and raise errors such as
 * 405 and 415 before, or without, anything that can be bound to a resource.
 */
@PreMatching
final class Cors implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String METHODS = "GET, HEAD, POST, DELETE";
  private static final String REQUEST_FIELDS =
      "Accept, Authorization, Content-Disposition, Content-Type, Idempotency-Key, If-Match,"
          + " If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Last-Event-ID,"
          + " Prefer, Range";
  private static final String ANSWER_FIELDS =
      "Accept-Ranges, Content-Disposition, Content-Length, Content-Location, Content-Range, ETag,"
          + " Last-Modified, Link, Location, Operation-Location, Preference-Applied, Retry-After";
  private static final int PREFLIGHT_SECONDS = 600;

  private final Set<String> origins;
  private final JobPaths jobs;

  Cors(Set<String> origins, JobPaths jobs) {
    this.origins = Set.copyOf(origins);
    this.jobs = jobs;
  }

  /** Answers the question that a browser asks before a request. */
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)
        && request.getHeaderString("Access-Control-Request-Method") != null
        && isAllowed(request)
        && isForJobs(request)) {
      request.abortWith(
          Response.noContent()
              .header("Access-Control-Allow-Methods", METHODS)
              .header("Access-Control-Allow-Headers", REQUEST_FIELDS)
              .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
              .build());
    }
  }

  /** Tells the browser that the script may have the answer. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!isForJobs(request)) {
      return;
    }
    MultivaluedMap<String, Object> fields = response.getHeaders();
    fields.add(HttpHeaders.VARY, "Origin");
    if (isAllowed(request)) {
      fields.putSingle(ALLOW_ORIGIN, request.getHeaderString("Origin"));
      fields.putSingle("Access-Control-Expose-Headers", ANSWER_FIELDS);
    }
  }

  private boolean isAllowed(ContainerRequestContext request) {
    String origin = request.getHeaderString("Origin");
    return origin != null && origins.contains(origin);
  }

  private boolean isForJobs(ContainerRequestContext request) {
    return jobs.contain(request.getUriInfo().getPath(false));
  }
}
