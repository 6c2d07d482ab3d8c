package org.asyncjob.transcode.guard;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host, or all hosts below a domain.
 *
 * @param name in lower case, without a dot at its end
 * @param below whether the hosts below are meant, and not that one itself
 */
record HostPattern(String name, boolean below) {

  private static final String BELOW = "*.";
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  /**
   * Reads one, such as {@code media.example.org} or {@code *.example.org}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static HostPattern parse(String text) {
    boolean below = text.startsWith(BELOW);
    String name = canonical(below ? text.substring(BELOW.length()) : text);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is neither a host such as media.example.org or *.example.org nor a network"
              + " such as 10.0.0.0/8");
    }
    return new HostPattern(name, below);
  }

  boolean matches(String host) {
    String canonical = canonical(host);
    return below ? canonical.endsWith("." + name) : canonical.equals(name);
  }

  private static String canonical(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
