package org.asyncjob.transcode.guard;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** A list of hosts and networks, as an operator writes it. */
record Destinations(List<HostPattern> hosts, List<Network> networks) {

  /** No name of a host has a colon, a slash, or digits alone behind its last dot. */
  private static final Pattern NETWORK = Pattern.compile(".*[:/].*|(.*\\.)?[0-9]+");

  Destinations {
    hosts = List.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if one is neither a host nor a network; the message says which
   */
  static Destinations parse(Collection<String> texts) {
    List<HostPattern> hosts = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      if (NETWORK.matcher(text).matches()) {
        networks.add(Network.parse(text));
      } else {
        hosts.add(HostPattern.parse(text));
      }
    }
    return new Destinations(hosts, networks);
  }

  boolean hasHost(String host) {
    return hosts.stream().anyMatch(pattern -> pattern.matches(host));
  }

  boolean hasAddress(IPAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
