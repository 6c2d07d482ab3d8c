package org.asyncjob.app;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.PreMatching;
import java.util.Collection;
import java.util.Optional;
import org.asyncjob.jaxrs.TrustedProxies;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Trusted proxies in front of a Grizzly, which knows who has connected. */
@PreMatching
final class GrizzlyProxies extends TrustedProxies {

  @Inject private @Nullable Provider<Request> request;

  GrizzlyProxies(Collection<String> proxies) {
    super(proxies);
  }

  @Override
  protected Optional<String> peerAddress() {
    return Optional.ofNullable(request).map(current -> current.get().getRemoteAddr());
  }
}
