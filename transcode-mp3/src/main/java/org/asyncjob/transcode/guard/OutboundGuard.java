package org.asyncjob.transcode.guard;

import inet.ipaddr.IPAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says where a program may connect to on behalf of strangers. Asked about the very address that is
 * about to be dialled, for every connection, it keeps them from whatever is reachable from this
 * machine and not from theirs. Immutable.
 *
 * <p>By default: ports 80, 443, 8080 and 8443 of addresses of the public Internet. What is denied
 * is refused whatever else is said. What is allowed by its network is reached, on any port. What is
 * allowed by its name is reached on any port and at any address, except for link-local ones and
 * those where machines ask about themselves (169.254.169.254 and the like): no name opens these,
 * only their network does.
 */
public final class OutboundGuard {

  private static final Set<Integer> PORTS = Set.of(80, 443, 8080, 8443);

  private final Destinations allowed;
  private final Destinations denied;
  private final boolean listedOnly;
  private final boolean off;

  private OutboundGuard(Builder builder) {
    allowed = Destinations.parse(builder.allowed);
    denied = Destinations.parse(builder.denied);
    listedOnly = builder.listedOnly;
    off = builder.off;
  }

  /** Public addresses, and no others. */
  public static OutboundGuard publicOnly() {
    return builder().build();
  }

  /** Anything, for programs that connect on behalf of who runs them. */
  public static OutboundGuard none() {
    Builder builder = builder();
    builder.off = true;
    return builder.build();
  }

  /** Starts with public addresses. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Why a connection must not be made; empty if it may be.
   *
   * @param host the name by which the address was found, or the address itself
   * @return a few words for the log: they tell of this network, and are not for strangers
   */
  public Optional<String> objection(String host, InetAddress address, int port) {
    if (off) {
      return Optional.empty();
    }
    IPAddress dialled = Network.address(address);
    Optional<IPAddress> inside = SpecialNetworks.inside(dialled);
    if (denied.hasHost(host)
        || denied.hasAddress(dialled)
        || inside.filter(denied::hasAddress).isPresent()) {
      return Optional.of("denied by a setting");
    }
    if (allowed.hasAddress(dialled)) {
      return Optional.empty();
    }
    boolean isNeighbour =
        SpecialNetworks.isLinkLocal(dialled)
            || inside.filter(SpecialNetworks::isLinkLocal).isPresent();
    if (allowed.hasHost(host) && !isNeighbour) {
      return Optional.empty();
    }
    if (listedOnly) {
      return Optional.of("not on the list of what is allowed");
    }
    Optional<String> special = SpecialNetworks.objection(dialled);
    if (special.isPresent()) {
      return special.map(name -> "not a public address (" + name + ")");
    }
    return PORTS.contains(port)
        ? Optional.empty()
        : Optional.of("port " + port + " is none of " + PORTS.stream().sorted().toList());
  }

  /** Collects settings. Not safe for many threads. */
  public static final class Builder {

    private final List<String> allowed = new ArrayList<>();
    private final List<String> denied = new ArrayList<>();
    private boolean listedOnly;
    private boolean off;

    private Builder() {}

    /**
     * Adds what may be reached although it is not public.
     *
     * @param destinations hosts ({@code media.example.org}, {@code *.example.org}) and networks
     *     ({@code 10.1.0.0/16}, {@code fd12::/16}, {@code 127.0.0.1})
     */
    public Builder allow(Collection<String> destinations) {
      allowed.addAll(destinations);
      return this;
    }

    /** As the other. */
    public Builder allow(String... destinations) {
      return allow(List.of(destinations));
    }

    /** Adds what must not be reached, in the forms of {@link #allow(Collection)}. */
    public Builder deny(Collection<String> destinations) {
      denied.addAll(destinations);
      return this;
    }

    /** As the other. */
    public Builder deny(String... destinations) {
      return deny(List.of(destinations));
    }

    /** Sets whether only what {@link #allow(Collection)} names may be reached; false by default. */
    public Builder listedOnly(boolean listedOnly) {
      this.listedOnly = listedOnly;
      return this;
    }

    /**
     * Returns the guard.
     *
     * @throws IllegalArgumentException if something is neither a host nor a network; the message
     *     says what
     */
    public OutboundGuard build() {
      return new OutboundGuard(this);
    }
  }
}
