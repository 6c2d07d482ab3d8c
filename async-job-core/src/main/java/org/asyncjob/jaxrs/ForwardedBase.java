package org.asyncjob.jaxrs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.asyncjob.jaxrs.AddressRange.Address;

/**
 * The URL under which a client reaches the application, as trusted proxies tell it. What such a
 * proxy passes on from somebody who is not trusted is not believed: of each list only the end
 * counts, back to the proxy that the client spoke to.
 *
 * @param trusted the proxies
 */
record ForwardedBase(List<AddressRange> trusted) {

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
  private static final Pattern PREFIX =
      Pattern.compile("(?:/(?!\\.\\.?(?:/|$))(?:[\\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})++)*+/?");

  boolean isTrusted(String address) {
    return Address.parse(address).filter(this::isTrusted).isPresent();
  }

  /**
   * Returns the base as the client sees it.
   *
   * @param base as the server sees it, ending with a slash
   * @param fields gives the value of a field, several lines joined with commas
   */
  URI of(URI base, Function<String, Optional<String>> fields) {
    Optional<String> forwarded = fields.apply("Forwarded");
    return forwarded.isPresent()
        ? ForwardedField.parse(forwarded.get()).map(all -> standard(base, all)).orElse(base)
        : conventional(base, fields);
  }

  /**
   * Returns the address of the client that the first trusted proxy has heard of; where that is
   * hidden, of the last one before it.
   *
   * @param peer who has connected, and is trusted
   */
  String client(String peer, Function<String, Optional<String>> fields) {
    Optional<String> forwarded = fields.apply("Forwarded");
    List<String> chain =
        forwarded.isPresent()
            ? ForwardedField.parse(forwarded.get()).orElse(List.of()).stream()
                .map(element -> element.getOrDefault("for", ""))
                .toList()
            : List.of(fields.apply("X-Forwarded-For").orElse("").split(",", -1));
    String client = peer;
    for (int i = chain.size() - 1; i >= 0; i--) {
      Optional<Address> node = node(chain.get(i).strip());
      if (node.isEmpty()) {
        return client;
      }
      client = node.get().value().getHostAddress();
      if (!isTrusted(node.get())) {
        return client;
      }
    }
    return client;
  }

  private URI standard(URI base, List<Map<String, String>> elements) {
    int first = elements.size() - 1;
    while (first > 0
        && node(elements.get(first).getOrDefault("for", "")).filter(this::isTrusted).isPresent()) {
      first--;
    }
    List<Map<String, String>> believed = elements.subList(first, elements.size());
    return rebuilt(base, leftmost(believed, "proto"), leftmost(believed, "host"), "");
  }

  private URI conventional(URI base, Function<String, Optional<String>> fields) {
    String[] chain = fields.apply("X-Forwarded-For").orElse("").split(",", -1);
    int hops = 1;
    while (hops <= chain.length && isTrusted(chain[chain.length - hops].strip())) {
      hops++;
    }
    int believed = hops;
    Function<String, Optional<String>> field =
        name -> fields.apply("X-Forwarded-" + name).map(list -> believed(list, believed));
    Optional<String> host = field.apply("Host");
    Optional<String> port = field.apply("Port").filter(ForwardedBase::isPort);
    String named = host.orElseGet(() -> hostOnly(base.getRawAuthority()));
    Optional<String> authority =
        port.isPresent() && hostOnly(named).equals(named)
            ? Optional.of(named + ":" + port.get())
            : host;
    String prefix = field.apply("Prefix").filter(PREFIX.asMatchPredicate()).orElse("");
    return rebuilt(base, field.apply("Proto"), authority, prefix);
  }

  private static URI rebuilt(
      URI base, Optional<String> proto, Optional<String> host, String prefix) {
    String scheme =
        proto
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.equals("http") || name.equals("https"))
            .orElse(base.getScheme());
    String authority =
        host.filter(ForwardedBase::isHost)
            .orElseGet(() -> withoutOwnPort(base.getRawAuthority(), base.getScheme()));
    String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    String seen = scheme + "://" + withoutOwnPort(authority, scheme) + path + base.getRawPath();
    try {
      return new URI(seen);
    } catch (URISyntaxException e) {
      return base; // brackets around something that is no address
    }
  }

  private static boolean isHost(String host) {
    String only = hostOnly(host);
    return HOST.matcher(host).matches()
        && (only.equals(host) || isPort(host.substring(only.length() + 1)));
  }

  private static boolean isPort(String port) {
    return port.matches("[0-9]{1,5}")
        && Integer.parseInt(port) >= 1
        && Integer.parseInt(port) <= 0xFFFF;
  }

  private static String withoutOwnPort(String authority, String scheme) {
    String own = scheme.equals("https") ? ":443" : ":80";
    return hostOnly(authority).concat(own).equals(authority) ? hostOnly(authority) : authority;
  }

  private static String hostOnly(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || colon < authority.lastIndexOf(']')
        ? authority
        : authority.substring(0, colon);
  }

  private static String believed(String list, int hops) {
    String[] values = list.split(",", -1);
    return values[Math.max(0, values.length - hops)].strip();
  }

  private static Optional<String> leftmost(List<Map<String, String>> elements, String name) {
    return elements.stream()
        .map(element -> Optional.ofNullable(element.get(name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The address of a node, which may be in brackets and have a port. */
  private static Optional<Address> node(String node) {
    boolean version4 = node.indexOf(':') == node.lastIndexOf(':');
    String host = node.startsWith("[") || version4 ? hostOnly(node) : node;
    return Address.parse(
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
  }

  private boolean isTrusted(Address address) {
    Predicate<AddressRange> contains = range -> range.contains(address);
    return trusted.stream().anyMatch(contains);
  }
}
