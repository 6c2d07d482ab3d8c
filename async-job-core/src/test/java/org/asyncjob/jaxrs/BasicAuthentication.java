package org.asyncjob.jaxrs;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A team's own authentication: user and password (RFC 7617), for part of its application. */
@Priority(Priorities.AUTHENTICATION)
final class BasicAuthentication implements ContainerRequestFilter {

  private final String path;
  private final Map<String, User> users;

  /**
   * Creates it.
   *
   * @param path where it applies
   */
  BasicAuthentication(String path, Map<String, User> users) {
    this.path = path;
    this.users = users;
  }

  /** Somebody with a password. */
  record User(String password, Set<String> roles) {}

  /** What a client sends. */
  static String authorization(String name, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!request.getUriInfo().getPath().startsWith(path)) {
      return;
    }
    Optional<SecurityContext> caller =
        Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
            .filter(value -> value.startsWith("Basic "))
            .map(value -> new String(Base64.getDecoder().decode(value.substring(6)), UTF_8))
            .flatMap(this::authenticated);
    if (caller.isPresent()) {
      request.setSecurityContext(caller.get());
    } else {
      request.abortWith(
          Response.status(Status.UNAUTHORIZED)
              .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"plays\"")
              .build());
    }
  }

  private Optional<SecurityContext> authenticated(String credentials) {
    int colon = credentials.indexOf(':');
    String name = credentials.substring(0, Math.max(0, colon));
    return Optional.ofNullable(users.get(name))
        .filter(user -> user.password().equals(credentials.substring(colon + 1)))
        .map(user -> new Authenticated(name, user.roles()));
  }

  private record Authenticated(String name, Set<String> roles) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
      return () -> name;
    }

    @Override
    public boolean isUserInRole(String role) {
      return roles.contains(role);
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return BASIC_AUTH;
    }
  }
}
