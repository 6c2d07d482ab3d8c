package org.asyncjob.transcode.guard;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;

/**
 * The networks in which no server of the public Internet is: the IANA registries of special-purpose
 * addresses for <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4</a> and
 * <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6</a> without those
 * that are globally reachable and may have servers, the registries of multicast addresses, and what
 * providers of machines have put elsewhere.
 */
final class SpecialNetworks {

  /** Addresses of version 6 outside of it are not handed out to anybody (RFC 4291, 2.4). */
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  /** The addresses of version 4, for machines that have version 6 only (RFC 6052). */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final Network MAPPED = Network.parse("::ffff:0:0/96");

  /** Where a machine asks about itself; a name that leads there is an attack. */
  private static final List<Network> LINK_LOCAL =
      List.of(
          Network.parse("169.254.0.0/16"),
          Network.parse("fe80::/10"),
          Network.parse("fd00:ec2::/32"),
          Network.parse("fd20:ce::/32"),
          Network.parse("100.100.100.200"),
          Network.parse("168.63.129.16"));

  private static final List<Special> ALL =
      List.of(
          special("0.0.0.0/8", "unspecified"),
          special("10.0.0.0/8", "private"),
          special("100.64.0.0/10", "shared by customers of a provider"),
          special("127.0.0.0/8", "loopback"),
          special("168.63.129.16", "metadata of Azure"),
          special("169.254.0.0/16", "link-local"),
          special("172.16.0.0/12", "private"),
          special("192.0.0.0/24", "for protocols"),
          special("192.0.2.0/24", "for documentation"),
          special("192.88.99.0/24", "6to4 relays"),
          special("192.168.0.0/16", "private"),
          special("198.18.0.0/15", "for benchmarks"),
          special("198.51.100.0/24", "for documentation"),
          special("203.0.113.0/24", "for documentation"),
          special("224.0.0.0/4", "multicast"),
          special("240.0.0.0/4", "reserved"),
          special("::/128", "unspecified"),
          special("::1/128", "loopback"),
          special("::/96", "IPv4-compatible"),
          special("64:ff9b:1::/48", "NAT64 of one network"),
          special("100::/64", "discarded"),
          special("100:0:0:1::/64", "dummy"),
          // Teredo, benchmarks, ORCHID and all else that is for protocols.
          special("2001::/23", "for protocols"),
          special("2001:db8::/32", "for documentation"),
          special("2002::/16", "6to4"),
          special("3fff::/20", "for documentation"),
          special("5f00::/16", "segment routing"),
          special("fc00::/7", "private"),
          special("fe80::/10", "link-local"),
          special("fec0::/10", "site-local"),
          special("ff00::/8", "multicast"));

  private SpecialNetworks() {}

  /** Why this is no address of a public server; empty if it is one. */
  static Optional<String> objection(IPAddress address) {
    Optional<String> known =
        ALL.stream()
            .filter(special -> special.network().contains(address))
            .map(Special::name)
            .findFirst();
    if (known.isPresent() || address.isIPv4()) {
      return known;
    }
    Optional<IPAddress> inside = inside(address);
    if (inside.isPresent()) {
      return objection(inside.get());
    }
    return GLOBAL_UNICAST.contains(address) ? Optional.empty() : Optional.of("reserved");
  }

  /** Whether it is where a machine asks about itself, or only its neighbours are. */
  static boolean isLinkLocal(IPAddress address) {
    return LINK_LOCAL.stream().anyMatch(network -> network.contains(address));
  }

  /** The address of version 4 at which packets to this one arrive. */
  static Optional<IPAddress> inside(IPAddress address) {
    return MAPPED.contains(address) || NAT64.contains(address)
        ? Optional.of(address.toIPv6().getEmbeddedIPv4Address())
        : Optional.empty();
  }

  private static Special special(String network, String name) {
    return new Special(Network.parse(network), name);
  }

  private record Special(Network network, String name) {}
}
