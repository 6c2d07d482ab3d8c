package org.asyncjob.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * Believes what certain proxies say about the URL that the client used: {@code Forwarded} (RFC
 * 7239) or, without that, {@code X-Forwarded-Proto}, {@code -Host}, {@code -Port} and {@code
 * -Prefix}. From anybody else they are ignored. The base URI of the request is changed, and with it
 * every URL that the application builds of it; a public base URI of {@link AsyncJobFeature} still
 * wins. They are also believed about the client's address, by which a {@link RateLimit} knows who
 * is asking.
 *
 * <p>JAX-RS does not know who has sent a request. Extend this with a class that does, annotate it
 * with {@link PreMatching}, which is not inherited, and register an instance:
 *
 * <pre>{@code
 * @PreMatching
 * final class ServletProxies extends TrustedProxies {
 *   @Context HttpServletRequest request;
 *
 *   ServletProxies() {
 *     super(List.of("10.0.0.0/8"));
 *   }
 *
 *   @Override
 *   protected Optional<String> peerAddress() {
 *     return Optional.of(request.getRemoteAddr());
 *   }
 * }
 * }</pre>
 *
 * <p>A trusted proxy has to set each of these fields, or to remove it: one that it passes on as it
 * came is believed. Safe for many threads, if {@link #peerAddress} is.
 */
public abstract class TrustedProxies implements ContainerRequestFilter {

  private final ForwardedBase forwarded;

  /**
   * For subclasses.
   *
   * @param proxies IP addresses or ranges of them, such as {@code 10.0.0.0/8}, {@code fd00::/8} or
   *     {@code 127.0.0.1}; none trusts nobody
   * @throws IllegalArgumentException if one is something else; names are not looked up
   */
  protected TrustedProxies(Collection<String> proxies) {
    forwarded = new ForwardedBase(proxies.stream().map(AddressRange::parse).toList());
  }

  /**
   * Returns the IP address at the other end of the current request's connection, if it has one; it
   * must not come from a header field.
   */
  protected abstract Optional<String> peerAddress();

  @Override
  public final void filter(ContainerRequestContext request) {
    Optional<String> peer = peerAddress();
    if (peer.filter(forwarded::isTrusted).isEmpty()) {
      peer.ifPresent(address -> ClientAddress.note(address, request));
      return;
    }
    Function<String, Optional<String>> fields =
        name -> Optional.ofNullable(request.getHeaderString(name));
    ClientAddress.note(forwarded.client(peer.get(), fields), request);
    URI base = request.getUriInfo().getBaseUri();
    String uri = request.getUriInfo().getRequestUri().toString();
    URI seen = forwarded.of(base, fields);
    if (!seen.equals(base) && uri.startsWith(base.toString())) {
      request.setRequestUri(seen, URI.create(seen + uri.substring(base.toString().length())));
    }
  }
}
