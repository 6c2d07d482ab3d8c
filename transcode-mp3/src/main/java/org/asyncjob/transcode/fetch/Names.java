package org.asyncjob.transcode.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;

/** Looks names up, and keeps each with its addresses: the guard hears both when one is dialled. */
final class Names implements Dns {

  private final Dns dns;

  Names(Dns dns) {
    this.dns = dns;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> named = new ArrayList<>();
    for (InetAddress address : dns.lookup(host)) {
      named.add(InetAddress.getByAddress(host, address.getAddress()));
    }
    return named;
  }
}
