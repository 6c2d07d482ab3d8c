package org.asyncjob.jaxrs;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.security.Principal;
import java.util.Optional;
import org.asyncjob.jaxrs.KeysInUpload.Reservation;

/**
 * Reserves a request's idempotency key before its body is read, and refuses a second request with
 * it as long as the first is being received. What ends without a job, because it was refused or its
 * client went away, gives the key back with the answer.
 */
final class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String RESERVATION = IdempotencyFilter.class.getName() + ".reservation";
  private static final int RETRY_SECONDS = 1;

  private final KeysInUpload keys;

  IdempotencyFilter(KeysInUpload keys) {
    this.keys = keys;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!request.getMethod().equals(HttpMethod.POST)) {
      return;
    }
    IdempotencyKey.of(request.getHeaders())
        .map(key -> key.scoped(request.getUriInfo().getAbsolutePath(), caller(request)))
        .ifPresent(key -> reserve(key, request));
  }

  private void reserve(String key, ContainerRequestContext request) {
    Optional<Reservation> reservation = keys.reserve(key);
    if (reservation.isPresent()) {
      request.setProperty(RESERVATION, reservation.get());
      return;
    }
    request.abortWith(
        Problem.of(
                Status.CONFLICT,
                "still-uploading",
                "Still uploading",
                "A request with this idempotency key is still being uploaded."
                    + " Send it again when that has ended.")
            .response()
            .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
            .build());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(RESERVATION) instanceof Reservation reservation) {
      keys.release(reservation);
    }
  }

  private static Optional<String> caller(ContainerRequestContext request) {
    return Optional.ofNullable(request.getSecurityContext().getUserPrincipal())
        .map(Principal::getName);
  }
}
