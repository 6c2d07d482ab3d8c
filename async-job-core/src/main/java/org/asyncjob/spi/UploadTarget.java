package org.asyncjob.spi;

import java.net.URI;
import java.util.Map;

/**
 * Where, and how, whoever has this can send the bytes of one blob to a blob store.
 *
 * @param method of the HTTP request, e.g. {@code PUT}
 * @param url an absolute address, which may have secrets in it
 * @param headers the header fields that the request must have, by name, beside {@code Host} and
 *     {@code Content-Length}, which every HTTP library sends
 */
public record UploadTarget(String method, URI url, Map<String, String> headers) {

  /** Copies the map. */
  public UploadTarget {
    headers = Map.copyOf(headers);
  }
}
