package org.asyncjob.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.Optional;
import org.asyncjob.jaxrs.RateLimit.Use;

/** Refuses what a caller does too often, before anything is read of it (RFC 6585, section 4). */
final class RateLimitFilter implements ContainerRequestFilter {

  private final RateLimit limit;
  private final Use use;

  RateLimitFilter(RateLimit limit, Use use) {
    this.limit = limit;
    this.use = use;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    caller(request)
        .flatMap(caller -> limit.use(use, caller))
        .ifPresent(wait -> request.abortWith(refusal(wait)));
  }

  /** A principal's name may look like an address: neither counts for the other. */
  private static Optional<String> caller(ContainerRequestContext request) {
    return new Caller(request.getSecurityContext())
        .name()
        .map(name -> "principal " + name)
        .or(() -> ClientAddress.of(request).map(address -> "address " + address));
  }

  private Response refusal(Duration wait) {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    return Problem.of(
            Status.TOO_MANY_REQUESTS,
            "too-many-requests",
            "Too many requests",
            (use == Use.SUBMISSION
                    ? "Too much work is handed in"
                    : "The status is asked for too often")
                + " by one caller. Try again in "
                + seconds
                + (seconds == 1 ? " second." : " seconds."))
        .response()
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .build();
  }
}
