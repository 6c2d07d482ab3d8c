package org.asyncjob.jaxrs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses that begin with the same bits, as CIDR writes them. Names are never looked up.
 *
 * @param network 4 or 16 bytes
 * @param bits how many bits of it count
 */
record AddressRange(Address network, int bits) {

  private static final Pattern FORM = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

  /**
   * Reads one, such as {@code 10.0.0.0/8}, {@code fd00::/8} or {@code 127.0.0.1}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static AddressRange parse(String text) {
    Matcher form = FORM.matcher(text);
    Optional<Address> network = form.matches() ? Address.parse(form.group(1)) : Optional.empty();
    if (network.isPresent()) {
      int most = network.get().bits();
      int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
      if (bits <= most) {
        return new AddressRange(network.get(), bits);
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is no range of IP addresses such as 10.0.0.0/8, fd00::/8 or 127.0.0.1"
            .formatted(text));
  }

  boolean contains(Address address) {
    if (address.bits() != network.bits()) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (address.bit(bit) != network.bit(bit)) {
        return false;
      }
    }
    return true;
  }

  /** An IP address; one of version 4 in the clothes of version 6 counts as version 4. */
  record Address(InetAddress value) {

    private static final Pattern VERSION_4 =
        Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern VERSION_6 =
        Pattern.compile("(?=[^.])[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Reads a literal; a zone (RFC 4007) is left out. */
    static Optional<Address> parse(String text) {
      int zone = text.indexOf('%');
      String literal = zone < 0 ? text : text.substring(0, zone);
      if (!VERSION_4.matcher(literal).matches() && !VERSION_6.matcher(literal).matches()) {
        return Optional.empty(); // a name: the next line would look it up
      }
      try {
        return Optional.of(new Address(InetAddress.getByName(literal)));
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }

    /**
     * What one customer of a provider usually has: the address, or the first half of a long one.
     */
    String ofOneSite() {
      byte[] bytes = value.getAddress();
      return bytes.length == Integer.BYTES
          ? value.getHostAddress()
          : HexFormat.ofDelimiter(":").formatHex(bytes, 0, Long.BYTES);
    }

    private int bits() {
      return value.getAddress().length * Byte.SIZE;
    }

    private boolean bit(int number) {
      return (value.getAddress()[number / Byte.SIZE] & (0x80 >> (number % Byte.SIZE))) != 0;
    }
  }
}
