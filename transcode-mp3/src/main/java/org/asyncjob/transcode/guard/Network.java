package org.asyncjob.transcode.guard;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;

/** IP addresses that begin with the same bits. */
record Network(IPAddress block) {

  /** One form of each address, the one that everybody reads in the same way. */
  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowSingleSegment(false)
          .allowAll(false)
          .allowMask(false)
          .allowPrefixOnly(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .allow_inet_aton(false)
          .getIPv4AddressParametersBuilder()
          .allowLeadingZeros(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .getParentBuilder()
          .toParams();

  /**
   * Reads one, such as {@code 10.0.0.0/8}, {@code fd00::/8} or {@code 127.0.0.1}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Network parse(String text) {
    try {
      IPAddress block = new IPAddressString(text, STRICT).toAddress().toPrefixBlock();
      return new Network(block);
    } catch (AddressStringException | IncompatibleAddressException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no network such as 10.0.0.0/8, fd00::/8 or 127.0.0.1", e);
    }
  }

  boolean contains(IPAddress address) {
    return block.getIPVersion() == address.getIPVersion() && block.contains(address);
  }

  /** The address without its zone. */
  static IPAddress address(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == Integer.BYTES ? new IPv4Address(bytes) : new IPv6Address(bytes);
  }
}
