package org.asyncjob.jaxrs;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Origins of scripts, in the form in which browsers send them. */
final class Origins {

  private Origins() {}

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if a browser would never send one of them like this
   */
  static Set<String> checked(Collection<String> origins) {
    Set<String> checked = new LinkedHashSet<>();
    for (String origin : origins) {
      if (!asSent(origin).equals(Optional.of(origin))) {
        throw new IllegalArgumentException(
            "allowed origin \""
                + origin
                + "\" is not what browsers send: scheme, host in lower case, and port unless it is"
                + " the scheme's own, such as https://example.org or http://localhost:3000");
      }
      checked.add(origin);
    }
    return checked;
  }

  private static Optional<String> asSent(String origin) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (uri.getHost() == null) {
      return Optional.empty();
    }
    String scheme = uri.getScheme();
    int ownPort =
        switch (String.valueOf(scheme)) {
          case "http" -> 80;
          case "https" -> 443;
          default -> -1;
        };
    String port = uri.getPort() < 0 || uri.getPort() == ownPort ? "" : ":" + uri.getPort();
    return ownPort < 0
        ? Optional.empty()
        : Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }
}
