package org.asyncjob.client;

import java.net.URI;
import okhttp3.HttpUrl;

/** Addresses as callers give them. */
final class Addresses {

  private Addresses() {}

  /**
   * The same address, for the HTTP library.
   *
   * @throws IllegalArgumentException if it is not http or https
   */
  static HttpUrl http(URI uri) {
    HttpUrl url = HttpUrl.get(uri);
    if (url == null) {
      throw new IllegalArgumentException("\"" + uri + "\" is not an http or https address");
    }
    return url;
  }

  /** Whether both are of one origin (RFC 6454): what one may know, the other may know. */
  static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }
}
