package org.asyncjob.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/** Who sends a request, as far as the network knows; {@link TrustedProxies} notes it. */
final class ClientAddress {

  private static final String PROPERTY = ClientAddress.class.getName();

  private ClientAddress() {}

  /** Notes it: an address, or what else the server knows its peers by. */
  static void note(String client, ContainerRequestContext request) {
    request.setProperty(PROPERTY, client);
  }

  /** What counts as one client; nothing if nobody has noted any. */
  static Optional<String> of(ContainerRequestContext request) {
    return Optional.ofNullable(request.getProperty(PROPERTY))
        .map(String.class::cast)
        .map(client -> AddressRange.Address.parse(client).map(a -> a.ofOneSite()).orElse(client));
  }
}
