package org.asyncjob.app;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import java.util.Collection;
import java.util.Optional;
import org.asyncjob.jaxrs.TrustedProxies;
import org.jspecify.annotations.Nullable;

/** Trusted proxies in front of a servlet container, which knows who has connected. */
@PreMatching
final class ServletProxies extends TrustedProxies {

  @Context private @Nullable HttpServletRequest request;

  ServletProxies(Collection<String> proxies) {
    super(proxies);
  }

  @Override
  protected Optional<String> peerAddress() {
    return Optional.ofNullable(request).map(HttpServletRequest::getRemoteAddr);
  }
}
